import { LEGACY_DEPRECATED_AT } from '../../domain/model/legacy-token-state.ts';

/** Returns the time in HTTP's format (RFC 9110, 5.6.7). */
export function httpDate(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toUTCString();
}

/**
 * Returns the headers of responses to calls with legacy tokens: `Deprecation` (RFC 9745), a `Link` to the hub, where users
 * generate keys, and, if legacy tokens are scheduled to turn off, `Sunset` (RFC 8594).
 * @param offAt - epoch seconds
 */
export function legacyHeaders(hubUrl: string, offAt: number | null): Record<string, string> {
  return {
    Deprecation: `@${LEGACY_DEPRECATED_AT}`,
    Link: `<${hubUrl}>; rel="deprecation"; type="text/html"`,
    ...(offAt === null ? {} : { Sunset: httpDate(offAt) }),
  };
}
