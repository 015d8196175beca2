import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { includesIp, normalIp } from '../../domain/model/ip-allowlist.ts';
import { headersOf } from '../headers.ts';

/** A CDN in front of the API, whose word on the caller's address is taken. */
export interface TrustedCdn {
  /** Addresses that its requests come from. */
  readonly ranges: readonly string[];
  /** Header that it overwrites with the viewer's address; lower case. */
  readonly header: string;
}

/**
 * The address that sent the request, as the gateway saw it. Only a request from the ranges of a configured CDN may name
 * another in the CDN's header; whatever that holds but one address, no address can be told.
 */
export function callerIp(
  event: Pick<APIGatewayRequestAuthorizerEvent, 'requestContext' | 'headers' | 'multiValueHeaders'>,
  cdn: TrustedCdn | null,
): string {
  const { sourceIp } = event.requestContext.identity;
  if (cdn === null || normalIp(sourceIp) === null || !includesIp(cdn.ranges, sourceIp)) return sourceIp;
  const named = headersOf(event).get(cdn.header) ?? [];
  return named.length === 1 ? (named[0] ?? '') : '';
}
