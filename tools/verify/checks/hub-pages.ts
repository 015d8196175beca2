import { callUrl, type HttpResponse } from '../../client/http.ts';
import { type Check, demand, demandStatus, shown } from '../check.ts';

const HSTS = 'max-age=63072000; includeSubDomains';

function demandSecure({ headers }: HttpResponse): void {
  const expected = {
    'strict-transport-security': HSTS,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
  for (const [name, value] of Object.entries(expected)) {
    demand(headers[name]?.replaceAll(/;\s*/g, '; ') === value, `${name} is ${headers[name]}`);
  }
}

export const hubPages: readonly Check[] = [
  {
    id: 'hub/config',
    claim: '/config.json describes this deployment, and is never cached',
    run: async ({ target }) => {
      const response = await callUrl(`${target.hub}/config.json`);
      demandStatus(response, 200);
      const { issuer, client_id, scopes, logout, management_api, partner_api } = response.json ?? {};
      demand(management_api === `${target.hub}/management/v1`, `management_api is ${management_api}`);
      demand(partner_api === target.partnerApi, `partner_api is ${partner_api}`);
      demand(scopes === 'openid email', `scopes are ${scopes}`);
      demand(
        [issuer, client_id, logout].every((one) => typeof one === 'string' && one !== ''),
        'a field is missing',
      );
      demand(response.headers['cache-control'] === 'no-cache', `Cache-Control is ${response.headers['cache-control']}`);
      return { seen: `issuer ${issuer}` };
    },
  },
  ...['/', '/callback?code=a&state=b', '/api-keys', '/a/b'].map(
    (path): Check => ({
      id: `hub/page${path.replace(/\?.*/, '')}`,
      claim: `${path} is a page with a strict content security policy`,
      run: async ({ target }) => {
        const response = await callUrl(`${target.hub}${path}`);
        demandStatus(response, 200);
        demand(/^<!doctype html/i.test(response.body), `it is not a page: ${shown(response)}`);
        demand(
          response.headers['cache-control'] === 'no-cache',
          `Cache-Control is ${response.headers['cache-control']}`,
        );
        demandSecure(response);
        const policy = response.headers['content-security-policy'] ?? '';
        for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
          demand(policy.split('; ').includes(part), `the policy lacks ${part}: ${policy}`);
        }
        demand(response.headers['permissions-policy'] !== undefined, 'there is no Permissions-Policy');
      },
    }),
  ),
  {
    id: 'hub/assets',
    claim: 'scripts may be cached forever, and a missing one is not answered with a page',
    run: async ({ target }) => {
      const page = await callUrl(`${target.hub}/`);
      const [, script] = /<script[^>]* src="([^"]+\.js)"/.exec(page.body) ?? [];
      demand(script !== undefined, 'the page names no script');
      const response = await callUrl(new URL(script, `${target.hub}/`).href);
      demandStatus(response, 200);
      demand(
        response.headers['cache-control']?.includes('immutable') === true,
        `Cache-Control is ${response.headers['cache-control']}`,
      );
      const missing = await callUrl(`${target.hub}/assets/none.js`);
      demand(missing.status === 403 || missing.status === 404, `a missing script is answered with ${shown(missing)}`);
    },
  },
  {
    id: 'hub/security-text',
    claim: 'security.txt names a contact and has not expired, if there is one',
    run: async ({ target }) => {
      const response = await callUrl(`${target.hub}/.well-known/security.txt`);
      if (response.status === 403 || response.status === 404) return { seen: 'none: securityContact is not set' };
      demandStatus(response, 200);
      const [, expires = ''] = /^Expires: (.+)$/m.exec(response.body) ?? [];
      demand(/^Contact: (?:mailto:|https:)/m.test(response.body), `it names no contact: ${shown(response)}`);
      demand(Date.parse(expires) > Date.now(), `it expired on ${expires}: deploy again`);
      return { seen: `expires ${expires}` };
    },
  },
  {
    id: 'hub/bucket',
    claim: 'the files cannot be reached without the distribution',
    deployedOnly: 'nothing else serves the files',
    run: async ({ target }) => {
      const response = await callUrl(`${target.bucket}/index.html`);
      demandStatus(response, 403);
    },
  },
  {
    id: 'hub/sign-in',
    claim: 'the provider shows its sign-in page, and redirects to no other URL',
    run: async ({ target }) => {
      const config = (await callUrl(`${target.hub}/config.json`)).json ?? {};
      const metadata = (await callUrl(`${config.issuer}/.well-known/openid-configuration`)).json ?? {};
      demand(metadata.issuer === config.issuer, `the issuer is ${metadata.issuer}`);
      const authorize = (redirectUri: string) => {
        const url = new URL(metadata.authorization_endpoint);
        url.search = new URLSearchParams({
          response_type: 'code',
          client_id: config.client_id,
          redirect_uri: redirectUri,
          scope: config.scopes,
          state: 'verify',
          nonce: 'verify',
          max_age: '43200',
          code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWBuGJSstw-cM',
          code_challenge_method: 'S256',
        }).toString();
        return url.href;
      };
      // Without cookies: the first page only has to exist.
      const page = await fetch(authorize(`${target.hub}/callback`), { redirect: 'manual' });
      demand(page.status < 400, `the sign-in page responds with ${page.status}`);
      const shownPage = await fetch(authorize(`${target.hub}/callback`));
      demand(
        !/unavailable/i.test(await shownPage.text()),
        'the login pages are unavailable: assign a branding to the client',
      );
      const elsewhere = await fetch(authorize('https://elsewhere.example/callback'), { redirect: 'manual' });
      const location = elsewhere.headers.get('location') ?? '';
      demand(!location.startsWith('https://elsewhere.example'), 'it sends codes to any URL');
    },
  },
];
