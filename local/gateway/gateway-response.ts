import type { GatewayResponseDefinition } from '../template/application.ts';
import type { Call, GatewayError } from './call.ts';
import { substituteContext } from './context-variables.ts';
import type { HttpResponse } from './http-response.ts';

/** The default status of each type. */
const STATUS: Readonly<Record<string, number>> = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  DEFAULT_4XX: 400,
  DEFAULT_5XX: 500,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
};

/** `x-amzn-ErrorType`, where it is known. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  ACCESS_DENIED: 'AccessDeniedException',
  AUTHORIZER_CONFIGURATION_ERROR: 'AuthorizerConfigurationException',
  AUTHORIZER_FAILURE: 'AuthorizerConfigurationException',
  INTEGRATION_TIMEOUT: 'InternalServerErrorException',
  MISSING_AUTHENTICATION_TOKEN: 'MissingAuthenticationTokenException',
  REQUEST_TOO_LARGE: 'RequestTooLargeException',
  UNAUTHORIZED: 'UnauthorizedException',
};

/** The body of ACCESS_DENIED: only here does AWS write the name with a capital. */
const CAPITAL_BODY = '{"Message":$context.error.messageString}';
const BODY = '{"message":$context.error.messageString}';

export function isResponseType(type: string): boolean {
  return Object.hasOwn(STATUS, type);
}

/** Returns the gateway's own response to an error, as the template defines it. `call.error` must be set to the error before. */
export function gatewayResponse(call: Call, { responseType, statusCode }: GatewayError): HttpResponse {
  const ofType = STATUS[responseType] ?? 500;
  const fallback = (statusCode ?? ofType) < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  const responses = call.api.gatewayResponses;
  const definition: GatewayResponseDefinition | undefined = responses.get(responseType) ?? responses.get(fallback);
  const status = definition?.statusCode ?? statusCode ?? ofType;
  const exception = EXCEPTIONS[responseType];
  const template = definition?.template ?? (responseType === 'ACCESS_DENIED' ? CAPITAL_BODY : BODY);
  call.status = status;
  const shaped = [...(definition?.headers ?? [])];
  const isTyped = shaped.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status,
    headers: [
      // The media type of the template, unless the definition sets the header itself.
      ...(isTyped ? [] : [['Content-Type', 'application/json'] as const]),
      ...(exception === undefined ? [] : [['x-amzn-ErrorType', exception] as const]),
      ...shaped,
    ],
    body: Buffer.from(substituteContext(template, call, '')),
  };
}
