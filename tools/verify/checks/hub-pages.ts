import { callUrl, type HttpResponse } from '../../client/http.ts';
import { type Check, demand, demandStatus, shown } from '../check.ts';

const HSTS = 'max-age=63072000; includeSubDomains';

function demandSecure({ headers }: HttpResponse): void {
  const expected = {
    'strict-transport-security': HSTS,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
  for (const [name, value] of Object.entries(expected)) {
    demand(headers[name]?.replaceAll(/;\s*/g, '; ') === value, `${name} is ${headers[name]}`);
  }
}

export const hubPages: readonly Check[] = [
  {
    id: 'hub/config',
    claim: '/config.json leads to this deployment, and is asked for anew every time',
    run: async ({ target }) => {
      const answer = await callUrl(`${target.hub}/config.json`);
      demandStatus(answer, 200);
      const { issuer, client_id, scopes, logout, management_api, partner_api } = answer.json ?? {};
      demand(management_api === `${target.hub}/management/v1`, `management_api is ${management_api}`);
      demand(partner_api === target.partnerApi, `partner_api is ${partner_api}`);
      demand(scopes === 'openid email', `scopes are ${scopes}`);
      demand(
        [issuer, client_id, logout].every((one) => typeof one === 'string' && one !== ''),
        'a field is missing',
      );
      demand(answer.headers['cache-control'] === 'no-cache', `Cache-Control is ${answer.headers['cache-control']}`);
      return { seen: `issuer ${issuer}` };
    },
  },
  ...['/', '/callback?code=a&state=b', '/api-keys', '/a/b'].map(
    (path): Check => ({
      id: `hub/page${path.replace(/\?.*/, '')}`,
      claim: `${path} is the page, under a strict policy`,
      run: async ({ target }) => {
        const answer = await callUrl(`${target.hub}${path}`);
        demandStatus(answer, 200);
        demand(/^<!doctype html/i.test(answer.body), `it is no page: ${shown(answer)}`);
        demand(answer.headers['cache-control'] === 'no-cache', `Cache-Control is ${answer.headers['cache-control']}`);
        demandSecure(answer);
        const policy = answer.headers['content-security-policy'] ?? '';
        for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
          demand(policy.split('; ').includes(part), `the policy lacks ${part}: ${policy}`);
        }
        demand(answer.headers['permissions-policy'] !== undefined, 'there is no Permissions-Policy');
      },
    }),
  ),
  {
    id: 'hub/assets',
    claim: 'scripts may be kept for ever, missing ones are no page',
    run: async ({ target }) => {
      const page = await callUrl(`${target.hub}/`);
      const [, script] = /<script[^>]* src="([^"]+\.js)"/.exec(page.body) ?? [];
      demand(script !== undefined, 'the page names no script');
      const answer = await callUrl(new URL(script, `${target.hub}/`).href);
      demandStatus(answer, 200);
      demand(
        answer.headers['cache-control']?.includes('immutable') === true,
        `Cache-Control is ${answer.headers['cache-control']}`,
      );
      const missing = await callUrl(`${target.hub}/assets/none.js`);
      demand(missing.status === 403 || missing.status === 404, `a missing script answers ${shown(missing)}`);
    },
  },
  {
    id: 'hub/bucket',
    claim: 'the files are not reachable past the distribution',
    deployedOnly: 'no other address serves the files',
    run: async ({ target }) => {
      const answer = await callUrl(`${target.bucket}/index.html`);
      demandStatus(answer, 403);
    },
  },
  {
    id: 'hub/sign-in',
    claim: 'the provider is there, shows its sign-in page, and sends nobody to other addresses',
    run: async ({ target }) => {
      const config = (await callUrl(`${target.hub}/config.json`)).json ?? {};
      const metadata = (await callUrl(`${config.issuer}/.well-known/openid-configuration`)).json ?? {};
      demand(metadata.issuer === config.issuer, `the provider calls itself ${metadata.issuer}`);
      const authorize = (redirectUri: string) => {
        const address = new URL(metadata.authorization_endpoint);
        address.search = new URLSearchParams({
          response_type: 'code',
          client_id: config.client_id,
          redirect_uri: redirectUri,
          scope: config.scopes,
          state: 'verify',
          nonce: 'verify',
          code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWBuGJSstw-cM',
          code_challenge_method: 'S256',
        }).toString();
        return address.href;
      };
      // Follows redirects and keeps cookies out: the first page only has to be there.
      const page = await fetch(authorize(`${target.hub}/callback`), { redirect: 'manual' });
      demand(page.status < 400, `the sign-in page answers ${page.status}`);
      const shownPage = await fetch(authorize(`${target.hub}/callback`));
      demand(
        !/unavailable/i.test(await shownPage.text()),
        'the login pages are unavailable: assign a branding to the client',
      );
      const elsewhere = await fetch(authorize('https://elsewhere.example/callback'), { redirect: 'manual' });
      const location = elsewhere.headers.get('location') ?? '';
      demand(!location.startsWith('https://elsewhere.example'), 'it sends codes to any address');
    },
  },
];
