import { type ApiName, resourcesOfApi } from './api-resources.ts';
import type { StackTemplate, TemplateResource } from './synthesized-stacks.ts';

/** Every type that API Gateway knows. */
export const RESPONSE_TYPES = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];

/** The API's gateway responses by type. */
export function gatewayResponsesOf(
  template: StackTemplate,
  api: ApiName,
): ReadonlyMap<string, TemplateResource['Properties']> {
  return new Map(
    resourcesOfApi(template, api, 'GatewayResponse').map(([, { Properties }]) => [Properties.ResponseType, Properties]),
  );
}

/** Substitutes as the gateway does; a variable without a value here is a fault of the template. */
export function substituted(template: string, context: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$[\w.]+/g, (variable) => {
    const value = context[variable];
    if (value === undefined) throw new Error(`${variable} must not stand in a body.`);
    return value;
  });
}
