import { AuthorizationType, type IAuthorizer, type Integration, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { acknowledge } from '../functions/acknowledge.ts';
import { addCatchAll } from '../rest-api/catch-all.ts';
import { upstreamIntegration } from './upstream-integration.ts';

export interface PartnerApiRoutes {
  readonly upstreamUrl: string;
  readonly authorizer: IAuthorizer;
  readonly token: Integration;
  readonly whoami: Integration;
  readonly notFound: Integration;
}

const PARTNER_PATH = 'method.request.path.partner_id';
const PROXY_PATH = 'method.request.path.proxy';

/** Adds the routes of the contract. Everything else is a 404. */
export function addPartnerApiRoutes(api: RestApi, routes: PartnerApiRoutes): void {
  const { upstreamUrl, authorizer, notFound } = routes;
  const guarded = { authorizer, authorizationType: AuthorizationType.CUSTOM };

  const apiRoot = api.root.addResource('api');
  const version = apiRoot.addResource('v2');
  for (const resource of [api.root, apiRoot, version]) addCatchAll(resource, notFound, 'both');

  const token = version.addResource('token');
  acknowledge(token.addMethod('POST', routes.token, { authorizationType: AuthorizationType.NONE }), {
    APIG4: 'Issues a token for a user name and a password, which its function checks: there is no credential before.',
  });
  addCatchAll(token, notFound, 'both');

  const whoami = version.addResource('whoami');
  whoami.addMethod('GET', routes.whoami, guarded);
  addCatchAll(whoami, notFound, 'both');

  const partners = version.addResource('partners');
  addCatchAll(partners, notFound, 'itself');
  const partner = partners.addResource('{partner_id}');
  partner.addMethod('ANY', upstreamIntegration(upstreamUrl, '/api/v2/partners/{partner_id}'), {
    ...guarded,
    requestParameters: { [PARTNER_PATH]: true },
  });
  partner
    .addResource('{proxy+}')
    .addMethod('ANY', upstreamIntegration(upstreamUrl, '/api/v2/partners/{partner_id}/{proxy}'), {
      ...guarded,
      requestParameters: { [PARTNER_PATH]: true, [PROXY_PATH]: true },
    });
}
