import { callUrl } from '../../client/http.ts';
import { type Check, demand, demandRefusal, demandStatus, isOwnResponse, shown, type VerifyContext } from '../check.ts';
import { partnerCall, whoami } from './partner-calls.ts';

const RESERVED = [
  'x-partner-id',
  'X-Partner-ID',
  'x-credential-id',
  'x-credential-type',
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-HTTP-Method',
  'X-Method-Override',
];
const NOT_NORMAL = ['/a/../b', '/./a', '/%2e%2e/b', '/a%2Fb', '/a%252Fb', '/a;b', '/a%5Cb', '/a%00b'];

const keyHeader = async ({ partner }: VerifyContext) => ['x-api-key', (await partner.lastingKey()).key] as const;

export const partnerRefusals: readonly Check[] = [
  ...RESERVED.map(
    (name): Check => ({
      id: `refusals/reserved-header-${name}`,
      claim: `403 reserved_header: ${name}`,
      run: async (context) =>
        demandRefusal(await whoami(context, [await keyHeader(context), [name, 'x']]), 403, 'reserved_header'),
    }),
  ),
  {
    id: 'refusals/method-override',
    claim: 'X-HTTP-Method-Override has no effect: 403 reserved_header, or 404 not_found if the gateway obeys it',
    run: async (context) => {
      const response = await whoami(context, [await keyHeader(context), ['X-HTTP-Method-Override', 'DELETE']]);
      if (response.status === 404) demandRefusal(response, 404, 'not_found');
      else demandRefusal(response, 403, 'reserved_header');
      return { seen: `${response.status} ${response.json.error}` };
    },
  },
  ...NOT_NORMAL.map(
    (path): Check => ({
      id: `refusals/invalid-path${path}`,
      claim: `403 invalid_path: …${path}`,
      run: async (context) =>
        demandRefusal(await partnerCall(context, path, [await keyHeader(context)]), 403, 'invalid_path'),
    }),
  ),
  {
    id: 'refusals/empty-segment',
    claim: 'an empty segment is refused, or removed before any check',
    run: async (context) => {
      const response = await partnerCall(context, '//a', [await keyHeader(context)]);
      if (!isOwnResponse(response))
        return { seen: `the gateway removes it: the upstream responded with ${response.status}` };
      demandRefusal(response, 403, 'invalid_path');
      return { seen: 'refused' };
    },
  },
  {
    id: 'refusals/wrong-header',
    claim: '403 wrong_header: a key as Bearer token, in D360-API-KEY and in D360-Partner-API-Key',
    run: async (context) => {
      const { key } = await context.partner.lastingKey();
      demandRefusal(await whoami(context, [['Authorization', `Bearer ${key}`]]), 403, 'wrong_header');
      demandRefusal(await whoami(context, [['D360-API-KEY', key]]), 403, 'wrong_header');
      demandRefusal(await whoami(context, [['D360-Partner-API-Key', key]]), 403, 'wrong_header');
    },
  },
  {
    id: 'refusals/partner-mismatch',
    claim: '403 partner_mismatch: the path names another partner, or this one in another letter case',
    run: async (context) => {
      for (const partnerId of ['verifyother', context.partner.id.toUpperCase()]) {
        const key = await partnerCall(context, '', [await keyHeader(context)], { partnerId });
        demandRefusal(key, 403, 'partner_mismatch');
        const token = `Bearer ${await context.partner.issueToken()}`;
        demandRefusal(
          await partnerCall(context, '', [['Authorization', token]], { partnerId }),
          403,
          'partner_mismatch',
        );
      }
    },
  },
  {
    id: 'refusals/not-found',
    claim: '404 not_found: unknown paths and wrong methods, with any headers',
    run: async (context) => {
      const { partnerApi } = context.target;
      const origin = partnerApi.slice(0, -'/api/v2'.length);
      const urls = [`${origin}/none`, `${origin}/api`, partnerApi, `${partnerApi}/none`, `${partnerApi}/partners`];
      for (const url of urls) demandRefusal(await callUrl(url), 404, 'not_found');
      const headers = [['Authorization', 'Bearer seen-in-no-response']] as const;
      for (const [method, path] of [
        ['DELETE', '/whoami'],
        ['GET', '/token'],
        ['GET', '/none'],
      ]) {
        const response = await callUrl(`${partnerApi}${path}`, { method: method ?? '', headers });
        demandRefusal(response, 404, 'not_found');
        demand(!response.body.includes('seen-in-no-response'), `the token came back: ${shown(response)}`);
      }
    },
  },
  {
    id: 'refusals/trailing-slash',
    claim: 'one trailing slash changes nothing',
    run: async (context) => {
      const response = await callUrl(`${context.target.partnerApi}/whoami/`, { headers: [await keyHeader(context)] });
      demandStatus(response, 200);
    },
  },
];
