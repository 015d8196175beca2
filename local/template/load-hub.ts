import type { Application } from './application.ts';
import { loadBucketDeployment } from './load-bucket-deployment.ts';
import { loadBucketPolicy } from './load-bucket-policy.ts';
import { loadDistribution } from './load-distribution.ts';
import { loadAccessControl, loadEdgeFunction } from './load-edge.ts';
import { loadResponseHeadersPolicy } from './load-response-headers-policy.ts';
import { loadSecret } from './load-secret.ts';
import { loadSignInClients, loadUserPoolDomain } from './load-sign-in.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map } from './schemas.ts';
import { DESCRIPTIVE, ENCRYPTION, PROTECTS_DATA } from './without-local-effect.ts';

const BUCKET = map({
  ...ignored(ENCRYPTION, 'BucketEncryption'),
  ...ignored(DESCRIPTIVE, 'BucketName', 'Tags'),
  ...ignored(PROTECTS_DATA, 'LifecycleConfiguration', 'VersioningConfiguration'),
  ...ignored('Nobody but the local run writes the files.', 'OwnershipControls'),
  ...ignored('Nothing but the local distribution can reach the files.', 'PublicAccessBlockConfiguration'),
});

export const HUB_TYPES: ReadonlySet<string> = new Set([
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::Secret',
  'Custom::CDKBucketDeployment',
]);

type Hub = Pick<Application, 'distributions' | 'bucketDeployments' | 'secrets' | 'signInClients' | 'signInDomains'>;

export function loadHub(
  ofType: (type: string) => LoadedResource[],
  { region, accountId }: { readonly region: string; readonly accountId: string },
): Hub {
  const parts = {
    functions: new Map(
      ofType('AWS::CloudFront::Function').map((one) => [one.attribute('FunctionARN'), loadEdgeFunction(one)]),
    ),
    responseHeaders: new Map(
      ofType('AWS::CloudFront::ResponseHeadersPolicy').map((one) => [one.physicalId, loadResponseHeadersPolicy(one)]),
    ),
    accessControls: new Set(ofType('AWS::CloudFront::OriginAccessControl').map(loadAccessControl)),
    buckets: new Map(
      ofType('AWS::S3::Bucket').map((one) => {
        one.properties(BUCKET);
        return [one.attribute('RegionalDomainName'), one.physicalId];
      }),
    ),
    readers: ofType('AWS::S3::BucketPolicy').flatMap(loadBucketPolicy),
  };
  return {
    distributions: ofType('AWS::CloudFront::Distribution').map((one) => loadDistribution(one, parts, accountId)),
    bucketDeployments: ofType('Custom::CDKBucketDeployment').map(loadBucketDeployment),
    secrets: ofType('AWS::SecretsManager::Secret').map(loadSecret),
    signInClients: loadSignInClients(
      ofType('AWS::Cognito::UserPoolClient'),
      ofType('AWS::Cognito::ManagedLoginBranding'),
    ),
    signInDomains: ofType('AWS::Cognito::UserPoolDomain').map((one) => loadUserPoolDomain(one, region)),
  };
}
