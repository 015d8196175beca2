import { isIP } from 'node:net';
import type { Header } from '../../client/http.ts';
import {
  type Check,
  CheckFailure,
  demand,
  demandProblem,
  demandRefusal,
  demandStatus,
  shown,
  type VerifyContext,
} from '../check.ts';
import { bearer, manage } from './management-gate.ts';
import { whoamiWith } from './partner-calls.ts';

const CLAIMED = '192.0.2.1';

function signedIn({ idToken }: VerifyContext): Header[] {
  if (idToken === null) throw new CheckFailure('nobody is signed in');
  return [bearer(idToken)];
}

/** Calls as the signed-in user. */
function own(context: VerifyContext, path: string, more: { method?: string; headers?: Header[]; body?: unknown } = {}) {
  return manage(context, path, { ...more, headers: [...signedIn(context), ...(more.headers ?? [])] });
}

const check = (id: string, claim: string, run: Check['run']): Check => ({
  id: `management/${id}`,
  claim,
  signedIn: true,
  run,
});

export const managementSession: readonly Check[] = [
  check('session', 'GET /session returns user and partner', async (context) => {
    const response = await own(context, '/session');
    demandStatus(response, 200);
    demand(response.json?.partner?.id === context.partner.id, `got ${shown(response)}`);
  }),
  check('keys', 'a key can be listed, renamed and deleted, and is refused from the next call on', async (context) => {
    const key = await context.partner.createKey();
    const list = await own(context, '/api-keys');
    demandStatus(list, 200);
    const listed: { id: string }[] = list.json?.api_keys ?? [];
    demand(
      listed.some(({ id }) => id === key.id),
      'the key is not in the list',
    );
    demand(!list.body.includes(key.key), 'the list shows the key');
    const renamed = await own(context, `/api-keys/${key.id}`, { method: 'PATCH', body: { name: 'verify renamed' } });
    demandStatus(renamed, 200);
    demandStatus(await whoamiWith(context, key), 200);
    demandStatus(await own(context, `/api-keys/${key.id}`, { method: 'DELETE' }), 204);
    demandRefusal(await whoamiWith(context, key), 401, 'unauthorized');
    demandProblem(await own(context, `/api-keys/${key.id}`), 404, 'not_found');
  }),
  check('foreign-key', '404 not_found for keys of others', async (context) => {
    for (const id of ['000000000000', 'no', '%2e%2e']) {
      demandProblem(await own(context, `/api-keys/${id}`), 404, 'not_found');
    }
  }),
  check('legacy-token', 'legacy tokens turn off from the next call on, and not on without a code', async (context) => {
    const token = { token: await context.partner.issueToken() };
    const put = (enabled: boolean) => own(context, '/legacy-token', { method: 'PUT', body: { enabled } });
    demandStatus(await put(false), 200);
    try {
      demandRefusal(await whoamiWith(context, token), 403, 'legacy_token_disabled');
      demandProblem(await put(true), 403, 'otp_required');
      demandRefusal(await whoamiWith(context, token), 403, 'legacy_token_disabled');
    } finally {
      await context.partner.switchLegacyTokens(true);
    }
    demandStatus(await whoamiWith(context, token), 200);
  }),
  check('invalid-request', '400 invalid_request: unknown fields; a code needs a challenge', async (context) => {
    const unknown = await own(context, '/legacy-token', { method: 'PUT', body: { enabled: true, more: 1 } });
    demandProblem(unknown, 400, 'invalid_request');
    const challenge_id = '00000000000000000000000000';
    const response = await own(context, '/api-keys', { method: 'POST', body: { challenge_id, code: '000000' } });
    demand([400, 404].includes(response.status), `got ${shown(response)}`);
  }),
  check('large-body', '413 request_too_large: a body over 16 KB', async (context) => {
    const response = await own(context, '/legacy-token', {
      method: 'PUT',
      body: { enabled: true, more: 'a'.repeat(17_000) },
    });
    demandProblem(response, 413, 'request_too_large');
  }),
  check('viewer-address', 'activity shows the viewer’s IP address, whatever the viewer claims', async (context) => {
    const key = await context.partner.createKey();
    const headers: Header[] = [
      ['x-viewer-ip', CLAIMED],
      ['X-Forwarded-For', CLAIMED],
      ['CloudFront-Viewer-Address', `${CLAIMED}:1`],
    ];
    demandStatus(await own(context, `/api-keys/${key.id}`, { method: 'DELETE', headers }), 204);
    const events: { target: string; ip: string | null }[] = (await own(context, '/activity')).json?.events ?? [];
    const ip = events.find(({ target, ip: from }) => target === key.id && from !== null)?.ip ?? '';
    demand(isIP(ip) !== 0, `the IP address is "${ip}"`);
    demand(ip !== CLAIMED, 'the viewer chooses the IP address');
    const { address } = context.options;
    demand(address === null || address === ip, `it is ${ip}, not ${address}`);
    return { seen: address === null ? `${ip}: must be this machine’s, not the CDN’s (pass it as --address)` : ip };
  }),
  check('origin-header', 'an origin header of the viewer is overwritten', async (context) => {
    // The distribution overwrites it with its own, so the call succeeds.
    demandStatus(await own(context, '/session', { headers: [['x-origin-secret', 'made-up']] }), 200);
  }),
];
