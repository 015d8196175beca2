import { Duration } from 'aws-cdk-lib';
import { HeadersReferrerPolicy, type ResponseHeadersPolicyProps } from 'aws-cdk-lib/aws-cloudfront';

/**
 * What a page may do. `sources` is what it has to reach besides its own origin: the OpenID provider, which it asks for
 * tokens. The sign-in itself is a page of its own, never a frame.
 */
export function pagePolicy(sources: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The components set styles at run time.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...sources].join(' '),
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What a response of the Management API may do, should it ever be shown as a page: nothing. */
export const RESPONSE_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** None of these is used, so that injected code could not use them either. */
const UNUSED_FEATURES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
];

/** The same for pages and responses, but for the Content-Security-Policy. */
export function securityHeaders(contentSecurityPolicy: string): ResponseHeadersPolicyProps {
  return {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        {
          header: 'Permissions-Policy',
          value: UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
          override: true,
        },
        // Sign-in leaves the page and comes back by redirects in the same window, so nothing needs an opener.
        { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
        { header: 'Cross-Origin-Resource-Policy', value: 'same-origin', override: true },
      ],
    },
  };
}
