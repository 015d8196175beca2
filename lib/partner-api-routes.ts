import {
  AuthorizationType,
  type IAuthorizer,
  type Integration,
  type IResource,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
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

/** The routes of the contract; everything else is answered 404. */
export function addPartnerApiRoutes(api: RestApi, routes: PartnerApiRoutes): void {
  const { upstreamUrl, authorizer } = routes;
  const guarded = { authorizer, authorizationType: AuthorizationType.CUSTOM };
  const open = { authorizationType: AuthorizationType.NONE };

  // A path without a method would be answered by API Gateway itself, with 403 and, for some headers, with the
  // credential in the body. Each level has a catch-all of its own, so that nothing depends on how the gateway falls
  // back from one branch to another. A function answers: a mock integration chooses its template by Content-Type and
  // fails with 500 for an unlisted one, so it cannot promise 404.
  const catchAll = (resource: IResource, at: 'itself' | 'below' | 'both') => {
    if (at !== 'below') resource.addMethod('ANY', routes.notFound, open);
    if (at !== 'itself') resource.addResource('{proxy+}').addMethod('ANY', routes.notFound, open);
  };

  const apiRoot = api.root.addResource('api');
  const version = apiRoot.addResource('v2');
  for (const resource of [api.root, apiRoot, version]) catchAll(resource, 'both');

  const token = version.addResource('token');
  token.addMethod('POST', routes.token, open);
  catchAll(token, 'both');

  const whoami = version.addResource('whoami');
  whoami.addMethod('GET', routes.whoami, guarded);
  catchAll(whoami, 'both');

  const partners = version.addResource('partners');
  catchAll(partners, 'itself');
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
