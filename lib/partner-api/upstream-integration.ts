import { Duration } from 'aws-cdk-lib';
import { HttpIntegration } from 'aws-cdk-lib/aws-apigateway';

/** The longest that API Gateway waits. */
const TIMEOUT = Duration.seconds(29);

/**
 * The caller, as the authorizer found it. A mapped header replaces the client's own. The authorizer returns every one of
 * these values each time, because a mapping without a source would let the client's header through.
 */
const IDENTITY_HEADERS = {
  'x-partner-id': 'context.authorizer.partner_id',
  'x-credential-type': 'context.authorizer.credential_type',
  'x-credential-id': 'context.authorizer.credential_id',
  'x-request-id': 'context.extendedRequestId',
  // For the header Sunset of the response, to which the gateway can add nothing.
  'x-legacy-sunset': 'context.authorizer.legacy_sunset',
};

/** Credentials stop at the gateway. A literal, since AWS does not promise that an empty mapping removes a header. */
const CREDENTIAL_HEADERS = ['x-api-key', 'Authorization', 'D360-API-KEY', 'D360-Partner-API-Key'];

/** Forwards to `path` of the upstream, where `{partner_id}` is the credential's partner and never what a client wrote. */
export function upstreamIntegration(upstreamUrl: string, path: string): HttpIntegration {
  return new HttpIntegration(`${upstreamUrl}${path}`, {
    proxy: true,
    httpMethod: 'ANY',
    options: {
      timeout: TIMEOUT,
      requestParameters: {
        'integration.request.path.partner_id': 'context.authorizer.partner_id',
        ...(path.includes('{proxy}') ? { 'integration.request.path.proxy': 'method.request.path.proxy' } : {}),
        ...prefixed(IDENTITY_HEADERS),
        ...prefixed(Object.fromEntries(CREDENTIAL_HEADERS.map((name) => [name, "'redacted'"]))),
      },
    },
  });
}

function prefixed(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, source]) => [`integration.request.header.${name}`, source]),
  );
}
