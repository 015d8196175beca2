import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { includesIp, normalIp } from '../../domain/model/ip-allowlist.ts';
import { headersOf } from '../headers.ts';

/** A CDN in front of the API that is trusted to name the caller's IP address. */
export interface TrustedCdn {
  /** IP addresses and ranges that its requests come from. */
  readonly ranges: readonly string[];
  /** Header that it overwrites with the viewer's IP address; lower case. */
  readonly header: string;
}

/**
 * Returns the IP address that the gateway saw, or, for a request from the ranges of a configured CDN, the value of the CDN's
 * header. An empty text, if that header is missing or was sent more than once.
 */
export function callerIp(
  event: Pick<
    APIGatewayRequestAuthorizerEvent | APIGatewayProxyEvent,
    'requestContext' | 'headers' | 'multiValueHeaders'
  >,
  cdn: TrustedCdn | null,
): string {
  const { sourceIp } = event.requestContext.identity;
  if (cdn === null || normalIp(sourceIp) === null || !includesIp(cdn.ranges, sourceIp)) return sourceIp;
  const named = headersOf(event).get(cdn.header) ?? [];
  return named.length === 1 ? (named[0] ?? '') : '';
}
