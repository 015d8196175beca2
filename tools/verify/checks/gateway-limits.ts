import { callUrl } from '../../client/http.ts';
import { type Check, demand, demandRefusal, shown } from '../check.ts';
import { partnerCall, whoami } from './partner-calls.ts';

const MORE_THAN_TEN_MB = 10 * 1024 * 1024 + 1;

/** Limits whose responses are not part of the contract; they are shown so that they can be documented. */
export const gatewayLimits: readonly Check[] = [
  {
    id: 'limits/headers',
    claim: 'headers over 10,240 bytes are refused',
    run: async (context) => {
      const { key } = await context.partner.lastingKey();
      const response = await whoami(context, [
        ['x-api-key', key],
        ['X-Long', 'a'.repeat(11_000)],
      ]);
      demand(response.status >= 400, `got ${response.status}`);
      return { seen: shown(response) };
    },
  },
  {
    id: 'limits/body',
    claim: 'a body over 10 MB is refused',
    run: async (context) => {
      const { key } = await context.partner.lastingKey();
      const body = new Uint8Array(MORE_THAN_TEN_MB);
      const response = await partnerCall(context, '', [['x-api-key', key]], { method: 'POST', body }).catch(() => null);
      if (response === null) return { seen: 'the gateway closes the connection' };
      demand(response.status >= 400, `got ${response.status}`);
      return { seen: shown(response) };
    },
  },
  {
    id: 'limits/token-body',
    claim: 'POST /token refuses a body over 16 KB',
    run: async ({ target }) => {
      const body = JSON.stringify({ username: 'a@example.com', password: 'a'.repeat(17_000) });
      const headers = [['Content-Type', 'application/json']] as const;
      const response = await callUrl(`${target.partnerApi}/token`, { method: 'POST', headers, body });
      demandRefusal(response, 400, 'invalid_request');
    },
  },
];
