import { z } from 'zod';
import type { GatewayResponseDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { map, text } from './schemas.ts';

const HEADER = 'gatewayresponse.header.';

const GATEWAY_RESPONSE = map({
  RestApiId: text,
  ResponseType: text,
  StatusCode: text.regex(/^[1-5]\d\d$/, 'is not an HTTP status.').optional(),
  ResponseParameters: z
    .record(
      text.regex(/^gatewayresponse\.header\.[A-Za-z0-9-]+$/),
      text.regex(/^'[^']*'$/, 'only headers with a quoted literal are supported locally.'),
    )
    .default({}),
  ResponseTemplates: map({ 'application/json': text.optional() }).optional(),
});

export function loadGatewayResponse(resource: LoadedResource): { type: string; response: GatewayResponseDefinition } {
  const {
    ResponseType: type,
    StatusCode: status = null,
    ResponseParameters,
    ResponseTemplates,
  } = resource.properties(GATEWAY_RESPONSE);
  if (status !== null && type.startsWith('DEFAULT_')) {
    throw resource.error('StatusCode', 'on a default response it would override the status of all others.');
  }
  const headers = Object.entries(ResponseParameters).map(
    ([target, source]) => [target.slice(HEADER.length), source.slice(1, -1)] as const,
  );
  const template = ResponseTemplates?.['application/json'] ?? null;
  return {
    type,
    response: { statusCode: status === null ? null : Number(status), headers: new Map(headers), template },
  };
}
