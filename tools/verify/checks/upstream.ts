import { callUrl, type Header } from '../../client/http.ts';
import {
  type Check,
  CheckFailure,
  demand,
  demandRefusal,
  demandStatus,
  HOLDS,
  isOwnResponse,
  shown,
  type VerifyContext,
} from '../check.ts';
import { partnerCall } from './partner-calls.ts';

const NO_ECHO = 'needs --echo to see what the upstream received';

interface Echo {
  readonly headers: Readonly<Record<string, string>>;
  readonly client_certificate?: unknown;
  readonly requestId: string | undefined;
}

/** Returns what the upstream received, header names in lower case; null without an echo. */
async function echoOf(context: VerifyContext, headers: readonly Header[]): Promise<Echo | null> {
  const { echo } = context.options;
  if (echo === null) return null;
  const response = await partnerCall(context, echo, headers);
  demandStatus(response, 200);
  demand(!isOwnResponse(response), `the gateway responded with ${shown(response)}`);
  const received: unknown = response.json?.headers;
  if (typeof received !== 'object' || received === null)
    throw new CheckFailure(`the echo returns no headers: ${shown(response)}`);
  return {
    headers: Object.fromEntries(Object.entries(received).map(([name, value]) => [name.toLowerCase(), String(value)])),
    client_certificate: response.json.client_certificate,
    requestId: response.headers['x-amz-apigw-id'],
  };
}

function demandHeader({ headers }: Echo, name: string, value: string | undefined): void {
  demand(
    headers[name] === value,
    `the upstream received ${name}: ${headers[name] === undefined ? 'nothing' : '(another value)'}`,
  );
}

/** Checks a spelling other than the one that the gateway overwrites. */
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
      `it received it as ${received.map(([one]) => one)}: make it ignore this header and not log it`,
    );
    return HOLDS;
  },
});

export const upstream: readonly Check[] = [
  {
    id: 'upstream/identity-of-key',
    claim: 'the upstream receives the caller’s identity, from the key and from nothing else',
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
    claim: 'headers of the connection and the gateway are not passed on, and Host is the upstream’s',
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
      demand(Boolean(echo.client_certificate), 'the upstream received none');
      return { seen: JSON.stringify(echo.client_certificate).slice(0, 80) };
    },
  },
  {
    id: 'upstream/demands-certificate',
    claim: 'the upstream refuses calls without the client certificate',
    deployedOnly: 'between gateway and upstream there is plain HTTP',
    run: async ({ options, partner }) => {
      if (options.upstream === null) return { skipped: 'needs --upstream: no output has its URL' };
      const url = `${options.upstream}/api/v2/partners/${partner.id}`;
      const response = await callUrl(url, { headers: [['x-partner-id', partner.id]] }).catch(() => null);
      if (response === null) return { seen: 'it closes the connection' };
      demand(
        response.status >= 400 && response.status < 500,
        `it responded with ${shown(response)}: anybody can bypass the gateway`,
      );
      return { seen: `it responded with ${response.status}` };
    },
  },
  {
    id: 'upstream/unreached',
    claim: 'a refused call does not reach the upstream',
    run: async (context) => {
      demandRefusal(await partnerCall(context, context.options.echo ?? '', []), 401, 'unauthorized');
    },
  },
];
