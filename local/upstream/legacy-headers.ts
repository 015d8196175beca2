import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { LEGACY_DEPRECATED_AT } from '../../lambdas/domain/legacy-access.ts';

/**
 * What docs/upstream.md asks the upstream to add to its answers, because the gateway cannot: calls with a legacy token are
 * told that it is deprecated, and until when it works if a switch-off is scheduled.
 */
export function legacyHeaders(headers: IncomingHttpHeaders, hubUrl: string): OutgoingHttpHeaders {
  if (headers['x-credential-type'] !== 'legacy_token') return {};
  const sunset = headers['x-legacy-sunset'];
  return {
    deprecation: `@${LEGACY_DEPRECATED_AT}`,
    link: `<${hubUrl}>; rel="deprecation"; type="text/html"`,
    ...(sunset === undefined || sunset === 'none' ? {} : { sunset }),
  };
}
