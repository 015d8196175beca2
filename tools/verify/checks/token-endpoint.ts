import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../../lambdas/domain/base/sha256.ts';
import { callUrl, type HttpResponse } from '../../client/http.ts';
import { type Check, demand, demandStatus, HOLDS, shown, type VerifyContext } from '../check.ts';
import { whoamiWith } from './partner-calls.ts';

function ask({ target }: VerifyContext, body: string, type = 'application/json'): Promise<HttpResponse> {
  return callUrl(`${target.partnerApi}/token`, { method: 'POST', headers: [['Content-Type', type]], body });
}

function demandError(response: HttpResponse, status: number, error: string): void {
  demand(
    response.status === status && response.json?.error === error,
    `expected ${status} ${error}, got ${shown(response)}`,
  );
  demand(response.headers['cache-control'] === 'no-store', `Cache-Control is ${response.headers['cache-control']}`);
}

/** Returns the response to a correct password, and notes its token for removal. */
async function askWithPassword(context: VerifyContext, form: boolean): Promise<HttpResponse> {
  const { email: username, password, tokenHashes } = context.partner;
  const fields = { username, password };
  const response = form
    ? await ask(context, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')
    : await ask(context, JSON.stringify(fields));
  const token: unknown = response.json?.access_token;
  if (typeof token === 'string') tokenHashes.add(sha256Hex(token));
  return response;
}

export const tokenEndpoint: readonly Check[] = [
  ...[false, true].map(
    (form): Check => ({
      id: `token/password-${form ? 'form' : 'json'}`,
      claim: `POST /token returns a token for e-mail and password, sent as ${form ? 'a form' : 'JSON'}`,
      run: async (context) => {
        const response = await askWithPassword(context, form);
        if (response.status === 403) {
          demandError(response, 403, 'interaction_required');
          return { seen: '403 interaction_required: this pool asks for more than a password' };
        }
        demandStatus(response, 200);
        demand(
          response.headers['cache-control'] === 'no-store',
          `Cache-Control is ${response.headers['cache-control']}`,
        );
        const { access_token, token_type } = response.json ?? {};
        demand(typeof access_token === 'string' && /^bearer$/i.test(token_type), 'the response is not as documented');
        demandStatus(await whoamiWith(context, { token: access_token }), 200);
        return HOLDS;
      },
    }),
  ),
  {
    id: 'token/wrong-password',
    claim: '400 invalid_grant: a wrong password and an unknown user get the same response',
    run: async (context) => {
      const { partner } = context;
      const stranger = `verify${randomBytes(8).toString('hex')}@example.com`;
      partner.usernames.add(stranger);
      const texts = new Set<string>();
      for (const username of [partner.email, stranger]) {
        const response = await ask(context, JSON.stringify({ username, password: 'Wrong-Passw0rd!' }));
        demandError(response, 400, 'invalid_grant');
        texts.add(response.json.error_description);
      }
      demand(texts.size === 1, 'the two sentences differ');
    },
  },
  {
    id: 'token/invalid-request',
    claim: '400 invalid_request: fields are missing, or the body is not JSON',
    run: async (context) => {
      demandError(await ask(context, '{"username":"a@example.com"}'), 400, 'invalid_request');
      demandError(await ask(context, '{'), 400, 'invalid_request');
    },
  },
  {
    id: 'token/legacy-token-disabled',
    claim: '403 legacy_token_disabled: revealed only after a correct password',
    run: async (context) => {
      const { partner } = context;
      await partner.switchLegacyTokens(false);
      try {
        const response = await askWithPassword(context, false);
        if (response.json?.error === 'interaction_required')
          return { skipped: 'this pool requires more than a password' };
        demandError(response, 403, 'legacy_token_disabled');
        const body = JSON.stringify({ username: partner.email, password: 'Wrong-Passw0rd!' });
        demandError(await ask(context, body), 400, 'invalid_grant');
      } finally {
        await partner.switchLegacyTokens(true);
      }
      return HOLDS;
    },
  },
];
