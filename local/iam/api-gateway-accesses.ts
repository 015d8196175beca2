import { type AccessesOf, accesses, type Place } from './access.ts';

const CLIENT_CERTIFICATE = /^\/clientcertificates\/[a-z0-9]+$/;

/**
 * API Gateway's actions are the verbs of HTTP and its resources the paths, without an account.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export function apiGatewayAccesses({ region }: Pick<Place, 'region'>): AccessesOf {
  return ({ method, path }) => {
    if (method !== 'GET' || !CLIENT_CERTIFICATE.test(path)) return null;
    return accesses([{ action: 'apigateway:GET', resource: `arn:aws:apigateway:${region}::${path}`, context: {} }]);
  };
}
