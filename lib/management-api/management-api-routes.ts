import { AuthorizationType, type IAuthorizer, type Integration, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { acknowledge } from '../functions/acknowledge.ts';
import { addCatchAll } from '../rest-api/catch-all.ts';

export interface ManagementApiRoutes {
  readonly authorizer: IAuthorizer;
  readonly session: Integration;
  readonly apiKeys: Integration;
  readonly otpChallenges: Integration;
  readonly legacyToken: Integration;
  readonly activity: Integration;
  readonly settings: Integration;
  readonly notices: Integration;
  readonly health: Integration;
  readonly usage: Integration;
  readonly denials: Integration;
  readonly notFound: Integration;
}

/** The routes of the contract; everything else is answered 404, a wrong method too. */
export function addManagementApiRoutes(api: RestApi, routes: ManagementApiRoutes): void {
  const { authorizer, notFound } = routes;
  const management = api.root.addResource('management');
  const version = management.addResource('v1');
  for (const resource of [api.root, management, version]) addCatchAll(resource, notFound, 'both');

  const guard = (resource: ReturnType<typeof version.addResource>, methods: readonly string[], to: Integration) => {
    for (const method of methods) {
      resource.addMethod(method, to, { authorizer, authorizationType: AuthorizationType.CUSTOM });
    }
  };
  const route = (path: string, methods: readonly string[], to: Integration) => {
    const resource = version.addResource(path);
    guard(resource, methods, to);
    addCatchAll(resource, notFound, 'both');
  };
  route('session', ['GET'], routes.session);
  route('otp-challenges', ['POST'], routes.otpChallenges);
  route('legacy-token', ['GET', 'PUT'], routes.legacyToken);
  route('activity', ['GET'], routes.activity);
  route('settings', ['GET', 'PATCH'], routes.settings);
  route('notices', ['GET', 'PATCH'], routes.notices);

  const health = version.addResource('health');
  acknowledge(health.addMethod('GET', routes.health, { authorizationType: AuthorizationType.NONE }), {
    APIG4: 'For probes, which have no account. It tells whether the records answer, and nothing that is in them.',
  });
  addCatchAll(health, notFound, 'both');
  route('usage', ['GET'], routes.usage);

  const denials = version.addResource('denials');
  addCatchAll(denials, notFound, 'itself');
  const denial = denials.addResource('{request_id}');
  guard(denial, ['GET'], routes.denials);
  addCatchAll(denial, notFound, 'both');

  const allowedIps = version.addResource('allowed-ips');
  addCatchAll(allowedIps, notFound, 'both');
  const preview = allowedIps.addResource('preview');
  guard(preview, ['POST'], routes.usage);
  addCatchAll(preview, notFound, 'both');

  const apiKeys = version.addResource('api-keys');
  guard(apiKeys, ['GET', 'POST'], routes.apiKeys);
  addCatchAll(apiKeys, notFound, 'itself');
  const apiKey = apiKeys.addResource('{key_id}');
  guard(apiKey, ['GET', 'PATCH', 'DELETE'], routes.apiKeys);
  addCatchAll(apiKey, notFound, 'both');
  const rotation = apiKey.addResource('rotate');
  guard(rotation, ['POST'], routes.apiKeys);
  addCatchAll(rotation, notFound, 'both');
}
