import { AuthorizationType, type IAuthorizer, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  MANAGEMENT_FUNCTIONS,
  MANAGEMENT_ROUTES,
  type ManagementFunction,
  methodAndPath,
} from '../../lambdas/contract/management-routes.ts';
import { acknowledge } from '../functions/acknowledge.ts';
import { addCatchAll } from '../rest-api/catch-all.ts';
import { functionIntegration } from '../rest-api/function-integration.ts';
import type { ManagementFunctions } from './management-functions.ts';

/** Adds the routes of the contract. Everything else is a 404, a wrong method too. */
export function addManagementApiRoutes(api: RestApi, authorizer: IAuthorizer, functions: ManagementFunctions): void {
  const notFound = functionIntegration(api, functions.notFound);
  const management = api.root.addResource('management');
  const version = management.addResource('v1');
  for (const resource of [api.root, management, version]) addCatchAll(resource, notFound, 'both');

  for (const [name, fn] of functions.byName) {
    const { routes, caller }: ManagementFunction = MANAGEMENT_FUNCTIONS[name];
    const integration = functionIntegration(api, fn);
    for (const route of routes) {
      const [method, path] = methodAndPath(route);
      const resource = version.resourceForPath(path.slice(1));
      if (caller === 'user') {
        resource.addMethod(method, integration, { authorizer, authorizationType: AuthorizationType.CUSTOM });
      } else {
        acknowledge(resource.addMethod(method, integration, { authorizationType: AuthorizationType.NONE }), {
          APIG4: 'For probes, which have no account. It tells whether the records answer, and nothing that is in them.',
        });
      }
    }
  }
  const paths = new Set(MANAGEMENT_ROUTES.flatMap((route) => pathsTo(methodAndPath(route)[1])));
  for (const path of paths) {
    // API Gateway takes one variable below a path: either a parameter of a route or the catch-all.
    const hasParameterBelow = [...paths].some((other) => other.startsWith(`${path}/{`));
    addCatchAll(version.resourceForPath(path), notFound, hasParameterBelow ? 'itself' : 'both');
  }
}

/** Returns the path and every path above it, without the leading slash: `a/b` is below `a`. */
function pathsTo(path: string): string[] {
  const segments = path.slice(1).split('/');
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}
