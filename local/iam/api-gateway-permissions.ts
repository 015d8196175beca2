import { type Environment, type PermissionsFor, permissions } from './permissions.ts';

const CLIENT_CERTIFICATE = /^\/clientcertificates\/[a-z0-9]+$/;

/**
 * Returns permissions whose actions are HTTP methods and whose resources are paths, without an account.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export function apiGatewayPermissions({ region }: Pick<Environment, 'region'>): PermissionsFor {
  return ({ method, path }) => {
    if (method !== 'GET' || !CLIENT_CERTIFICATE.test(path)) return null;
    return permissions([{ action: 'apigateway:GET', resource: `arn:aws:apigateway:${region}::${path}`, context: {} }]);
  };
}
