import { AuthorizationType, type Integration, type IResource } from 'aws-cdk-lib/aws-apigateway';
import { acknowledge } from '../functions/acknowledge.ts';

/**
 * Routes every other method of a path, every path below it, or both to `notFound`, without a credential.
 *
 * API Gateway itself would respond to a path without a method, with 403 and, for some headers, with the credential in
 * the body. Each level has a catch-all of its own, so that nothing depends on how the gateway falls back from one
 * branch to another. A function responds: a mock integration chooses its template by Content-Type and fails with 500 for
 * an unlisted one, so it cannot promise 404.
 */
export function addCatchAll(resource: IResource, notFound: Integration, at: 'itself' | 'below' | 'both'): void {
  const refuse = (one: IResource) =>
    acknowledge(one.addMethod('ANY', notFound, { authorizationType: AuthorizationType.NONE }), {
      APIG4: 'Answers 404 to everybody alike, by a function that may do nothing and knows nothing.',
    });
  if (at !== 'below') refuse(resource);
  if (at !== 'itself') refuse(resource.addResource('{proxy+}'));
}
