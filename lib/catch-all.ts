import { AuthorizationType, type Integration, type IResource } from 'aws-cdk-lib/aws-apigateway';

/**
 * Answers every other method of a path, every path below it, or both, with `notFound`, without a credential.
 *
 * A path without a method would be answered by API Gateway itself, with 403 and, for some headers, with the credential
 * in the body. Each level has a catch-all of its own, so that nothing depends on how the gateway falls back from one
 * branch to another. A function answers: a mock integration chooses its template by Content-Type and fails with 500 for
 * an unlisted one, so it cannot promise 404.
 */
export function addCatchAll(resource: IResource, notFound: Integration, at: 'itself' | 'below' | 'both'): void {
  const open = { authorizationType: AuthorizationType.NONE };
  if (at !== 'below') resource.addMethod('ANY', notFound, open);
  if (at !== 'itself') resource.addResource('{proxy+}').addMethod('ANY', notFound, open);
}
