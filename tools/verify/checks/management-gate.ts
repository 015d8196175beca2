import { callUrl, type Header, type HttpResponse } from '../../client/http.ts';
import { type Check, demand, demandProblem, type VerifyContext } from '../check.ts';

const PATHS = ['/session', '/api-keys', '/legacy-token', '/activity'];

export function manage(
  { target }: VerifyContext,
  path: string,
  { method, headers, body }: { method?: string; headers?: readonly Header[]; body?: unknown } = {},
): Promise<HttpResponse> {
  return callUrl(`${target.hub}/management/v1${path}`, {
    ...(method === undefined ? {} : { method }),
    headers: [...(headers ?? []), ...(body === undefined ? [] : [['Content-Type', 'application/json'] as const])],
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export const bearer = (token: string): Header => ['Authorization', `Bearer ${token}`];

/** Makes an unsigned token that expires in a hundred years. */
function unsignedToken(issuer: string, audience: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: issuer, aud: audience, sub: 'verify', token_use: 'id', exp: 4_900_000_000, iat: 1_700_000_000 };
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}

export const managementGate: readonly Check[] = [
  {
    id: 'management/unauthenticated',
    claim: '401 unauthenticated without a token, with security headers, and not cached',
    run: async (context) => {
      for (const path of PATHS) {
        const response = await manage(context, path);
        demandProblem(response, 401, 'unauthenticated');
        const { headers } = response;
        demand(headers['www-authenticate']?.startsWith('Bearer') === true, 'WWW-Authenticate is missing');
        demand(headers['cache-control'] === 'no-store', `Cache-Control is ${headers['cache-control']}`);
        demand(headers['x-content-type-options'] === 'nosniff', 'X-Content-Type-Options is missing');
        const policy = headers['content-security-policy'];
        demand(policy === "default-src 'none'; frame-ancestors 'none'", `Content-Security-Policy is ${policy}`);
      }
    },
  },
  {
    id: 'management/media-type',
    claim: 'responses of the gateway are problems, under one of two media types',
    run: async (context) => {
      const { headers } = await manage(context, '/session');
      const type = headers['content-type'] ?? '';
      demand(/^application\/(problem\+)?json/.test(type), `Content-Type is ${type}`);
      return { seen: type };
    },
  },
  {
    id: 'management/forged-token',
    claim: '401 unauthenticated: not a JWT, and an unsigned one',
    run: async (context) => {
      const { issuer, client_id } = (await callUrl(`${context.target.hub}/config.json`)).json ?? {};
      for (const token of ['none', unsignedToken(issuer, client_id)]) {
        demandProblem(await manage(context, '/session', { headers: [bearer(token)] }), 401, 'unauthenticated');
      }
    },
  },
  {
    id: 'management/partner-api-credentials',
    claim: '401 unauthenticated: credentials of the Partner API are not accepted',
    run: async (context) => {
      const token = await context.partner.issueToken();
      const { key } = await context.partner.lastingKey();
      demandProblem(await manage(context, '/session', { headers: [bearer(token)] }), 401, 'unauthenticated');
      demandProblem(await manage(context, '/session', { headers: [['x-api-key', key]] }), 401, 'unauthenticated');
    },
  },
  {
    id: 'management/past-the-hub',
    claim: '403 forbidden_origin without the distribution, also with a made-up origin header',
    run: async (context) => {
      const url = `${context.target.managementApi}/session`;
      const token = context.idToken === null ? [] : [bearer(context.idToken)];
      demandProblem(await callUrl(url, { headers: token }), 403, 'forbidden_origin');
      const headers = [...token, ['x-origin-secret', 'made-up'] as const, ['x-viewer-ip', '192.0.2.1'] as const];
      demandProblem(await callUrl(url, { headers }), 403, 'forbidden_origin');
    },
  },
  {
    id: 'management/not-found',
    claim: '404 not_found: unknown paths and wrong methods',
    run: async (context) => {
      demandProblem(await manage(context, '/none'), 404, 'not_found');
      demandProblem(await manage(context, '/session', { method: 'DELETE' }), 404, 'not_found');
      demandProblem(await manage(context, '/api-keys/a/b'), 404, 'not_found');
    },
  },
];
