import { isIP } from 'node:net';
import type { Header, HttpResponse } from '../../client/http.ts';
import { type Check, demand, demandRefusal, demandStatus, shown, type VerifyContext } from '../check.ts';
import type { TestKey } from '../test-partner.ts';
import { partnerCall, whoami, whoamiWith } from './partner-calls.ts';

/** From a documentation block (RFC 5737): no call comes from there. */
const NOWHERE = '192.0.2.1';

const withKey = ({ key }: TestKey): Header => ['x-api-key', key];

/** Returns the IP address of this machine as the gateway sees it: the refusal names it. */
async function seenAddress(context: VerifyContext): Promise<string> {
  const key = await context.partner.createKey();
  await context.partner.restrictKey(key, { allowedIps: [NOWHERE] });
  const response = await whoamiWith(context, key);
  demandRefusal(response, 403, 'ip_not_allowed');
  const [, address = ''] = /came from (\S+),/.exec(response.json.message) ?? [];
  return address;
}

function demandScope(response: HttpResponse, scope: string): void {
  demandRefusal(response, 403, 'insufficient_scope');
  demand(response.json.meta.error_data.required_scope === scope, `expected ${scope}, got ${shown(response)}`);
}

export const keyRestrictions: readonly Check[] = [
  {
    id: 'restrictions/disabled',
    claim: '403 api_key_disabled from the next call on',
    run: async (context) => {
      const key = await context.partner.createKey();
      demandStatus(await whoamiWith(context, key), 200);
      await context.partner.restrictKey(key, { status: 'disabled' });
      demandRefusal(await whoamiWith(context, key), 403, 'api_key_disabled');
    },
  },
  {
    id: 'restrictions/expired',
    claim: '403 api_key_expired',
    run: async (context) => {
      const key = await context.partner.createKey();
      await context.partner.restrictKey(key, { expiresAt: Math.floor(Date.now() / 1000) - 1 });
      demandRefusal(await whoamiWith(context, key), 403, 'api_key_expired');
    },
  },
  {
    id: 'restrictions/ip-not-allowed',
    claim: '403 ip_not_allowed: a key for another IP address, whatever a header claims; the listed address is accepted',
    run: async (context) => {
      const seen = await seenAddress(context);
      demand(isIP(seen) !== 0, `the refusal names no IP address: ${seen}`);
      const key = await context.partner.createKey();
      await context.partner.restrictKey(key, { allowedIps: [NOWHERE] });
      for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'True-Client-IP']) {
        const value = name === 'Forwarded' ? `for=${NOWHERE}` : NOWHERE;
        demandRefusal(await whoami(context, [withKey(key), [name, value]]), 403, 'ip_not_allowed');
      }
      await context.partner.restrictKey(key, { allowedIps: [NOWHERE, seen] });
      demandStatus(await whoamiWith(context, key), 200);
      return { seen };
    },
  },
  {
    id: 'restrictions/ip-not-allowed-partner',
    claim:
      "403 ip_not_allowed: the partner's list applies to keys and tokens, even if the key's own list allows the call",
    run: async (context) => {
      const { partner } = context;
      const seen = await seenAddress(context);
      const key = await partner.createKey();
      await partner.restrictKey(key, { allowedIps: [seen] });
      await partner.allowAddresses([NOWHERE]);
      try {
        demandRefusal(await whoamiWith(context, key), 403, 'ip_not_allowed');
        demandRefusal(await whoamiWith(context, { token: await partner.issueToken() }), 403, 'ip_not_allowed');
      } finally {
        await partner.allowAddresses([]);
      }
      demandStatus(await whoamiWith(context, key), 200);
    },
  },
  {
    id: 'restrictions/unreadable-list',
    claim: 'a key with an unreadable IP allowlist is refused',
    run: async (context) => {
      const key = await context.partner.createKey();
      await context.partner.restrictKey(key, { allowedIps: ['0.0.0.0/x'] });
      demandRefusal(await whoamiWith(context, key), 503, 'temporarily_unavailable');
    },
  },
  {
    id: 'restrictions/insufficient-scope',
    claim: '403 insufficient_scope: a key for another resource, and a read-only key that writes',
    run: async (context) => {
      const key = await context.partner.createKey();
      await context.partner.restrictKey(key, { scopes: ['balance:read'] });
      demandScope(await partnerCall(context, '/clients', [withKey(key)]), 'clients:read');
      await context.partner.restrictKey(key, { scopes: ['*:read'] });
      demandScope(await partnerCall(context, '', [withKey(key)], { method: 'PATCH' }), 'partner:write');
      demandStatus(await whoamiWith(context, key), 200);
    },
  },
  {
    id: 'restrictions/scope-of-the-path',
    claim: 'no spelling of a path reaches a resource other than the one whose scope was checked',
    run: async (context) => {
      const key = await context.partner.createKey();
      await context.partner.restrictKey(key, { scopes: ['balance:read'] });
      for (const path of [
        '/balance/../clients',
        '/balance/%2e%2e/clients',
        '/balance%2F..%2Fclients',
        '/balance;/clients',
      ]) {
        demandRefusal(await partnerCall(context, path, [withKey(key)]), 403, 'invalid_path');
      }
      for (const path of ['/%63lients', '/clients/']) {
        demandScope(await partnerCall(context, path, [withKey(key)]), 'clients:read');
      }
      for (const path of ['/balance%3F/clients', '/balance%23', '/unknown']) {
        demandScope(await partnerCall(context, path, [withKey(key)]), '*:read');
      }
    },
  },
];
