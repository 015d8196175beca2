import { LEGACY_DEPRECATED_AT } from '../../domain/model/legacy-token-state.ts';

/** As HTTP writes times (RFC 9110, 5.6.7). */
export function httpDate(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toUTCString();
}

/**
 * What answers to calls with legacy tokens carry: `Deprecation` (RFC 9745), a `Link` to the hub, where a key is made, and,
 * with a scheduled switch-off, `Sunset` (RFC 8594). `offAt`: epoch seconds.
 */
export function legacyHeaders(hubUrl: string, offAt: number | null): Record<string, string> {
  return {
    Deprecation: `@${LEGACY_DEPRECATED_AT}`,
    Link: `<${hubUrl}>; rel="deprecation"; type="text/html"`,
    ...(offAt === null ? {} : { Sunset: httpDate(offAt) }),
  };
}
