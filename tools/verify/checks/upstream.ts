import { callUrl, type Header } from '../../client/http.ts';
import {
  type Check,
  CheckFailure,
  demand,
  demandRefusal,
  demandStatus,
  HOLDS,
  isOwnAnswer,
  shown,
  type VerifyContext,
} from '../check.ts';
import { partnerCall } from './partner-calls.ts';

const NO_ECHO = 'needs --echo: what the upstream received cannot be seen from here';

interface Echo {
  readonly headers: Readonly<Record<string, string>>;
  readonly client_certificate?: unknown;
  readonly requestId: string | undefined;
}

/** What the upstream received, header names in lower case. null without an echo. */
async function echoOf(context: VerifyContext, headers: readonly Header[]): Promise<Echo | null> {
  const { echo } = context.options;
  if (echo === null) return null;
  const answer = await partnerCall(context, echo, headers);
  demandStatus(answer, 200);
  demand(!isOwnAnswer(answer), `the gateway answered ${shown(answer)}`);
  const told: unknown = answer.json?.headers;
  if (typeof told !== 'object' || told === null) throw new CheckFailure(`the echo tells no headers: ${shown(answer)}`);
  return {
    headers: Object.fromEntries(Object.entries(told).map(([name, value]) => [name.toLowerCase(), String(value)])),
    client_certificate: answer.json.client_certificate,
    requestId: answer.headers['x-amz-apigw-id'],
  };
}

function demandHeader({ headers }: Echo, name: string, value: string | undefined): void {
  demand(
    headers[name] === value,
    `the upstream received ${name}: ${headers[name] === undefined ? 'nothing' : '(another value)'}`,
  );
}

/** Spellings other than the one that is mapped over. */
const spelledApart = (id: string, name: string, value: (context: VerifyContext) => Promise<string>): Check => ({
  id: `upstream/spelling-${id}`,
  claim: `the upstream does not receive a credential that was spelled ${name}`,
  run: async (context) => {
    const sent = await value(context);
    const echo = await echoOf(context, [[name, sent]]);
    if (echo === null) return { skipped: NO_ECHO };
    const secret = sent.split(' ').at(-1) ?? sent;
    const received = Object.entries(echo.headers).filter(([, one]) => one.includes(secret));
    demand(
      received.length === 0,
      `it received it as ${received.map(([one]) => one)}: let it ignore and not log this header`,
    );
    return HOLDS;
  },
});

export const upstream: readonly Check[] = [
  {
    id: 'upstream/identity-of-key',
    claim: 'the upstream receives who calls, from the key and from nothing else',
    run: async (context) => {
      const key = await context.partner.lastingKey();
      const echo = await echoOf(context, [
        ['x-api-key', key.key],
        ['x-request-id', 'mine'],
      ]);
      if (echo === null) return { skipped: NO_ECHO };
      demandHeader(echo, 'x-partner-id', context.partner.id);
      demandHeader(echo, 'x-credential-type', 'api_key');
      demandHeader(echo, 'x-credential-id', key.id);
      demandHeader(echo, 'x-request-id', echo.requestId);
      demandHeader(echo, 'x-api-key', 'redacted');
      demand(!JSON.stringify(echo.headers).includes(key.key), 'the upstream received the key');
      return HOLDS;
    },
  },
  {
    id: 'upstream/identity-of-token',
    claim: 'the same from a token',
    run: async (context) => {
      const token = await context.partner.issueToken();
      const echo = await echoOf(context, [['Authorization', `Bearer ${token}`]]);
      if (echo === null) return { skipped: NO_ECHO };
      demandHeader(echo, 'x-partner-id', context.partner.id);
      demandHeader(echo, 'x-credential-type', 'legacy_token');
      demandHeader(echo, 'authorization', 'redacted');
      demand(!JSON.stringify(echo.headers).includes(token), 'the upstream received the token');
      return HOLDS;
    },
  },
  spelledApart('key-upper', 'X-API-KEY', async ({ partner }) => (await partner.lastingKey()).key),
  spelledApart('key-title', 'X-Api-Key', async ({ partner }) => (await partner.lastingKey()).key),
  spelledApart('token-lower', 'authorization', async ({ partner }) => `Bearer ${await partner.issueToken()}`),
  spelledApart('token-upper', 'AUTHORIZATION', async ({ partner }) => `Bearer ${await partner.issueToken()}`),
  {
    id: 'upstream/not-forwarded',
    claim: 'headers that concern the connection or the gateway stay behind, Host is the upstream’s',
    run: async (context) => {
      const { key } = await context.partner.lastingKey();
      const names = ['Content-MD5', 'Max-Forwards', 'Proxy-Authenticate', 'WWW-Authenticate'];
      const echo = await echoOf(context, [['x-api-key', key], ...names.map((name) => [name, '1'] as const)]);
      if (echo === null) return { skipped: NO_ECHO };
      for (const name of names) demandHeader(echo, name.toLowerCase(), undefined);
      demand(echo.headers.host !== new URL(context.target.partnerApi).host, 'Host was passed on');
      return HOLDS;
    },
  },
  {
    id: 'upstream/client-certificate',
    claim: 'the gateway presents its client certificate',
    deployedOnly: 'between gateway and upstream there is plain HTTP',
    run: async (context) => {
      const { key } = await context.partner.lastingKey();
      const echo = await echoOf(context, [['x-api-key', key]]);
      if (echo === null) return { skipped: NO_ECHO };
      if (echo.client_certificate === undefined) return { skipped: 'the echo has no client_certificate' };
      demand(Boolean(echo.client_certificate), 'the upstream saw none');
      return { seen: JSON.stringify(echo.client_certificate).slice(0, 80) };
    },
  },
  {
    id: 'upstream/demands-certificate',
    claim: 'the upstream refuses whoever has no client certificate',
    deployedOnly: 'between gateway and upstream there is plain HTTP',
    run: async ({ options, partner }) => {
      if (options.upstream === null) return { skipped: 'needs --upstream: its address is in no output' };
      const address = `${options.upstream}/api/v2/partners/${partner.id}`;
      const answer = await callUrl(address, { headers: [['x-partner-id', partner.id]] }).catch(() => null);
      if (answer === null) return { seen: 'it ends the connection' };
      demand(
        answer.status >= 400 && answer.status < 500,
        `it answered ${shown(answer)}: everybody can go around the gateway`,
      );
      return { seen: `it answered ${answer.status}` };
    },
  },
  {
    id: 'upstream/unreached',
    claim: 'what is refused does not reach the upstream',
    run: async (context) => {
      demandRefusal(await partnerCall(context, context.options.echo ?? '', []), 401, 'unauthorized');
    },
  },
];
