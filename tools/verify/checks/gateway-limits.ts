import { callUrl } from '../../client/http.ts';
import { type Check, demand, demandRefusal, shown } from '../check.ts';
import { partnerCall, whoami } from './partner-calls.ts';

const MORE_THAN_TEN_MB = 10 * 1024 * 1024 + 1;

/** Answers that nothing depends on and that nobody has seen: shown, so that they can be written down. */
export const gatewayLimits: readonly Check[] = [
  {
    id: 'limits/headers',
    claim: 'headers over 10,240 bytes are refused',
    run: async (context) => {
      const { key } = await context.partner.lastingKey();
      const answer = await whoami(context, [
        ['x-api-key', key],
        ['X-Long', 'a'.repeat(11_000)],
      ]);
      demand(answer.status >= 400, `got ${answer.status}`);
      return { seen: shown(answer) };
    },
  },
  {
    id: 'limits/body',
    claim: 'a body over 10 MB is refused',
    run: async (context) => {
      const { key } = await context.partner.lastingKey();
      const body = new Uint8Array(MORE_THAN_TEN_MB);
      const answer = await partnerCall(context, '', [['x-api-key', key]], { method: 'POST', body }).catch(() => null);
      if (answer === null) return { seen: 'the gateway ends the connection' };
      demand(answer.status >= 400, `got ${answer.status}`);
      return { seen: shown(answer) };
    },
  },
  {
    id: 'limits/token-body',
    claim: 'POST /token refuses a body over 16 KB',
    run: async ({ target }) => {
      const body = JSON.stringify({ username: 'a@example.com', password: 'a'.repeat(17_000) });
      const headers = [['Content-Type', 'application/json']] as const;
      const answer = await callUrl(`${target.partnerApi}/token`, { method: 'POST', headers, body });
      demandRefusal(answer, 400, 'invalid_request');
    },
  },
];
