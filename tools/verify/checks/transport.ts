import { callUrl } from '../../client/http.ts';
import { type Check, demand, shown } from '../check.ts';

const NO_TLS = 'there is no TLS on this machine';

export const transport: readonly Check[] = [
  {
    id: 'transport/partner-api',
    claim: 'the Partner API does not answer without TLS',
    deployedOnly: NO_TLS,
    run: async ({ target }) => {
      const answer = await callUrl(target.partnerApi.replace('https:', 'http:')).catch(() => null);
      demand(answer === null || answer.status >= 300, `it answered ${answer === null ? '' : shown(answer)}`);
      return { seen: answer === null ? 'no connection' : shown(answer) };
    },
  },
  {
    id: 'transport/hub',
    claim: 'the hub leads to https',
    deployedOnly: NO_TLS,
    run: async ({ target }) => {
      const answer = await callUrl(`${target.hub.replace('https:', 'http:')}/`);
      demand([301, 307, 308].includes(answer.status), `got ${shown(answer)}`);
      demand(answer.headers.location?.startsWith('https://') === true, `it leads to ${answer.headers.location}`);
    },
  },
  {
    id: 'transport/management-api',
    claim: 'an ID token sent without TLS is not taken: the Management API does not even redirect',
    deployedOnly: NO_TLS,
    run: async ({ target }) => {
      const answer = await callUrl(`${target.hub.replace('https:', 'http:')}/management/v1/session`).catch(() => null);
      demand(answer === null || answer.status === 403, `got ${answer === null ? '' : shown(answer)}`);
    },
  },
];
