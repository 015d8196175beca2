import { type PermissionsFor, type Place, permissions } from './permissions.ts';

const CLIENT_CERTIFICATE = /^\/clientcertificates\/[a-z0-9]+$/;

/**
 * API Gateway's actions are the verbs of HTTP and its resources the paths, without an account.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export function apiGatewayPermissions({ region }: Pick<Place, 'region'>): PermissionsFor {
  return ({ method, path }) => {
    if (method !== 'GET' || !CLIENT_CERTIFICATE.test(path)) return null;
    return permissions([{ action: 'apigateway:GET', resource: `arn:aws:apigateway:${region}::${path}`, context: {} }]);
  };
}
