import type { Header } from '../../client/http.ts';
import { type Check, demand, demandRefusal, demandStatus, isOwnResponse, shown, type VerifyContext } from '../check.ts';
import { partnerCall, whoami, whoamiWith } from './partner-calls.ts';

const accepted = (id: string, claim: string, headers: (context: VerifyContext) => Promise<Header[]>): Check => ({
  id: `credentials/${id}`,
  claim,
  run: async (context) => demandStatus(await whoami(context, await headers(context)), 200),
});

const unauthorized = (id: string, claim: string, headers: (context: VerifyContext) => Promise<Header[]>): Check => ({
  id: `credentials/${id}`,
  claim,
  run: async (context) => {
    const response = await whoami(context, await headers(context));
    demandRefusal(response, 401, 'unauthorized');
    demand(
      response.headers['www-authenticate']?.startsWith('Bearer') === true,
      `WWW-Authenticate is ${response.headers['www-authenticate']}`,
    );
  },
});

const keyOf = async ({ partner }: VerifyContext) => (await partner.lastingKey()).key;

export const partnerCredentials: readonly Check[] = [
  {
    id: 'credentials/environment',
    claim: 'keys of one environment are accepted, keys of the other are not',
    run: async (context) => {
      const { partner } = context;
      const live = await whoamiWith(context, await partner.createKey('live'));
      const test = await whoamiWith(context, await partner.createKey('test'));
      partner.environment = live.status === 200 ? 'live' : 'test';
      demandStatus(partner.environment === 'live' ? live : test, 200);
      demandRefusal(partner.environment === 'live' ? test : live, 401, 'unauthorized');
      return { seen: `it accepts ${partner.environment} keys` };
    },
  },
  {
    id: 'credentials/whoami-key',
    claim: 'GET /whoami returns partner and key',
    run: async (context) => {
      const key = await context.partner.lastingKey();
      const response = await whoamiWith(context, key);
      demandStatus(response, 200);
      const { partner_id, credential } = response.json ?? {};
      demand(
        partner_id === context.partner.id && credential?.type === 'api_key' && credential.id === key.id,
        `got ${shown(response)}`,
      );
    },
  },
  {
    id: 'credentials/whoami-token',
    claim: 'GET /whoami returns partner and user of a token',
    run: async (context) => {
      const response = await whoamiWith(context, { token: await context.partner.issueToken() });
      demandStatus(response, 200);
      const { partner_id, credential } = response.json ?? {};
      demand(partner_id === context.partner.id && credential?.type === 'legacy_token', `got ${shown(response)}`);
    },
  },
  {
    id: 'credentials/upstream',
    claim: 'a call with a key reaches the upstream',
    run: async (context) => {
      const response = await partnerCall(context, '', [['x-api-key', await keyOf(context)]]);
      demand(!isOwnResponse(response), `the gateway responded with ${shown(response)}`);
      return { seen: `the upstream responded with ${response.status}` };
    },
  },
  accepted('upper-case-header', 'X-API-KEY is the same header', async (context) => [
    ['X-API-KEY', await keyOf(context)],
  ]),
  accepted('lower-case-bearer', 'authorization: bearer is taken in any case', async ({ partner }) => [
    ['AUTHORIZATION', `bearer ${await partner.issueToken()}`],
  ]),
  accepted('key-decides', 'x-api-key decides alone, a wrong token beside it does not matter', async (context) => [
    ['x-api-key', await keyOf(context)],
    ['Authorization', 'Bearer wrong'],
  ]),
  unauthorized('none', 'no credential', async () => []),
  unauthorized('malformed-key', 'a malformed key', async () => [['x-api-key', 'dpa_live_nothing']]),
  unauthorized('checksum', 'a key with a typo', async (context) => {
    const key = await keyOf(context);
    return [['x-api-key', `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`]];
  }),
  unauthorized('unknown-key', 'a well-formed key that was never issued', async ({ partner }) => [
    ['x-api-key', partner.unknownKey()],
  ]),
  unauthorized('unknown-token', 'a token that was never issued', async () => [['Authorization', 'Bearer none']]),
  unauthorized('no-fallback', 'an empty x-api-key next to a valid token', async ({ partner }) => [
    ['x-api-key', ''],
    ['Authorization', `Bearer ${await partner.issueToken()}`],
  ]),
  unauthorized('key-twice', 'x-api-key sent twice', async (context) => {
    const key = await keyOf(context);
    return [
      ['x-api-key', key],
      ['x-api-key', key],
    ];
  }),
  unauthorized('key-twice-spelled-apart', 'x-api-key sent twice in two spellings', async (context) => {
    const key = await keyOf(context);
    return [
      ['x-api-key', key],
      ['X-API-KEY', key],
    ];
  }),
  unauthorized('token-twice', 'Authorization sent twice', async ({ partner }) => {
    const token = `Bearer ${await partner.issueToken()}`;
    return [
      ['Authorization', token],
      ['Authorization', token],
    ];
  }),
];
