import { callUrl } from '../../client/http.ts';
import { type Check, demand, shown } from '../check.ts';

const NO_TLS = 'there is no TLS';

export const transport: readonly Check[] = [
  {
    id: 'transport/partner-api',
    claim: 'the Partner API does not respond without TLS',
    deployedOnly: NO_TLS,
    run: async ({ target }) => {
      const response = await callUrl(target.partnerApi.replace('https:', 'http:')).catch(() => null);
      demand(
        response === null || response.status >= 300,
        `it responded with ${response === null ? '' : shown(response)}`,
      );
      return { seen: response === null ? 'no connection' : shown(response) };
    },
  },
  {
    id: 'transport/hub',
    claim: 'the hub redirects to https',
    deployedOnly: NO_TLS,
    run: async ({ target }) => {
      const response = await callUrl(`${target.hub.replace('https:', 'http:')}/`);
      demand([301, 307, 308].includes(response.status), `got ${shown(response)}`);
      demand(
        response.headers.location?.startsWith('https://') === true,
        `it redirects to ${response.headers.location}`,
      );
    },
  },
  {
    id: 'transport/management-api',
    claim: 'an ID token sent without TLS is refused: the Management API does not even redirect',
    deployedOnly: NO_TLS,
    run: async ({ target }) => {
      const response = await callUrl(`${target.hub.replace('https:', 'http:')}/management/v1/session`).catch(
        () => null,
      );
      demand(response === null || response.status === 403, `got ${response === null ? '' : shown(response)}`);
    },
  },
];
