import type {
  BehaviorDefinition,
  DistributionDefinition,
  EdgeFunctionDefinition,
  OriginDefinition,
  OriginHeader,
  ResponseHeadersDefinition,
} from './hub-definitions.ts';
import type { BucketReader } from './load-bucket-policy.ts';
import type { LoadedResource } from './loaded-resource.ts';
import type { Properties } from './properties.ts';

/** CloudFront's managed policies, by the IDs that they have in every account. */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const DEFAULT_METHODS = ['GET', 'HEAD'];
const DEFAULT_READ_TIMEOUT_SECONDS = 30;
const SECRET = /^\{\{resolve:secretsmanager:(arn:[^{}]+):SecretString:::\}\}$/;
/** Code of a function may be no longer. */
const MAX_CODE_BYTES = 10_240;

/** What a distribution refers to. */
export interface DistributionParts {
  /** By ARN. */
  readonly functions: ReadonlyMap<string, EdgeFunctionDefinition>;
  readonly responseHeaders: ReadonlyMap<string, ResponseHeadersDefinition>;
  readonly accessControls: ReadonlySet<string>;
  /** Regional domain name → bucket name. */
  readonly buckets: ReadonlyMap<string, string>;
  readonly readers: readonly BucketReader[];
}

export function loadDistribution(
  { physicalId: id, properties, attribute }: LoadedResource,
  parts: DistributionParts,
  accountId: string,
): DistributionDefinition {
  const config = properties.requiredNested('DistributionConfig');
  config.expect('Enabled', true);
  const origins = new Map(
    config.nestedList('Origins').map((origin) => {
      const originId = origin.text('Id');
      const definition = loadOrigin(origin, parts);
      const arn = `arn:aws:cloudfront::${accountId}:distribution/${id}`;
      const mayRead =
        definition.type === 'http' ||
        parts.readers.some(
          ({ bucketName, distributionArn }) => bucketName === definition.bucketName && distributionArn === arn,
        );
      if (!mayRead) throw origin.error('DomainName', 'the bucket has no policy that lets this distribution read it.');
      return [originId, definition] as const;
    }),
  );
  for (const response of config.nestedList('CustomErrorResponses')) {
    response.number('ErrorCode', 0);
    // Nothing is cached here, and every error keeps its body.
    response.expect('ErrorCachingMinTTL', 0);
  }
  const behaviors = [...config.nestedList('CacheBehaviors'), config.requiredNested('DefaultCacheBehavior')];
  const definition = {
    id,
    domainName: attribute('DomainName'),
    defaultRootObject: config.optionalText('DefaultRootObject'),
    behaviors: behaviors.map((behavior, index) =>
      loadBehavior(behavior, index === behaviors.length - 1 ? '*' : behavior.text('PathPattern'), origins, parts),
    ),
  };
  properties.finish();
  return definition;
}

function loadOrigin(origin: Properties, { accessControls, buckets }: DistributionParts): OriginDefinition {
  const domainName = origin.text('DomainName');
  const path = origin.optionalText('OriginPath') ?? '';
  const bucketName = buckets.get(domainName);
  if (bucketName !== undefined) {
    origin.nested('S3OriginConfig')?.expect('OriginAccessIdentity', '');
    if (!accessControls.has(origin.optionalText('OriginAccessControlId') ?? '')) {
      throw origin.error('OriginAccessControlId', 'a bucket is read with origin access control only.');
    }
    return { type: 'bucket', bucketName, path };
  }
  const custom = origin.requiredNested('CustomOriginConfig');
  custom.expect('OriginProtocolPolicy', 'https-only');
  custom.expect('HTTPSPort', 443);
  return {
    type: 'http',
    domainName,
    path,
    headers: origin.nestedList('OriginCustomHeaders').map(loadOriginHeader),
    readTimeoutMs: custom.number('OriginReadTimeout', DEFAULT_READ_TIMEOUT_SECONDS) * 1000,
  };
}

function loadOriginHeader(header: Properties): OriginHeader {
  const name = header.text('HeaderName');
  const value = header.text('HeaderValue');
  const [, secretArn] = SECRET.exec(value) ?? [];
  if (secretArn !== undefined) return { name, value: { secretArn } };
  if (value.includes('{{resolve:')) throw header.error('HeaderValue', `${value} is not supported locally.`);
  return { name, value: { literal: value } };
}

function loadBehavior(
  behavior: Properties,
  pathPattern: string,
  origins: ReadonlyMap<string, OriginDefinition>,
  { functions, responseHeaders }: DistributionParts,
): BehaviorDefinition {
  const origin = origins.get(behavior.text('TargetOriginId'));
  if (origin === undefined) throw behavior.error('TargetOriginId', 'names no origin.');
  behavior.expect('ViewerProtocolPolicy', 'https-only', 'redirect-to-https');
  // Nothing is kept here, so that a policy of the bucket's files is as good as none; an API's answers must not be kept at all.
  const cachePolicy = behavior.text('CachePolicyId');
  if (cachePolicy !== CACHING_DISABLED && !(origin.type === 'bucket' && cachePolicy === CACHING_OPTIMIZED)) {
    throw behavior.error('CachePolicyId', `${cachePolicy} is not supported locally for this origin.`);
  }
  const requestPolicy = behavior.optionalText('OriginRequestPolicyId');
  if (requestPolicy !== (origin.type === 'bucket' ? null : ALL_VIEWER_EXCEPT_HOST_HEADER)) {
    throw behavior.error('OriginRequestPolicyId', `${requestPolicy} is not supported locally for this origin.`);
  }
  const policyId = behavior.optionalText('ResponseHeadersPolicyId');
  const policy = policyId === null ? null : responseHeaders.get(policyId);
  if (policy === undefined) throw behavior.error('ResponseHeadersPolicyId', `${policyId} is not supported locally.`);
  const methods = behavior.textList('AllowedMethods');
  return {
    pathPattern,
    allowedMethods: new Set(methods.length === 0 ? DEFAULT_METHODS : methods),
    origin,
    viewerRequest: loadAssociation(behavior, functions),
    responseHeaders: policy,
  };
}

function loadAssociation(
  behavior: Properties,
  functions: ReadonlyMap<string, EdgeFunctionDefinition>,
): EdgeFunctionDefinition | null {
  const [association, ...more] = behavior.nestedList('FunctionAssociations');
  if (more.length > 0) throw behavior.error('FunctionAssociations', 'only one is supported locally.');
  if (association === undefined) return null;
  association.expect('EventType', 'viewer-request');
  const found = functions.get(association.text('FunctionARN'));
  if (found === undefined) throw association.error('FunctionARN', 'names no function.');
  return found;
}

export function loadEdgeFunction({ properties }: LoadedResource): EdgeFunctionDefinition {
  const name = properties.text('Name');
  const code = properties.text('FunctionCode');
  // Without it the code stays in the development stage, and the association has nothing to run.
  if (!properties.flag('AutoPublish', false)) throw properties.error('AutoPublish', 'must be true.');
  const config = properties.requiredNested('FunctionConfig');
  config.expect('Runtime', 'cloudfront-js-2.0');
  if (Buffer.byteLength(code) > MAX_CODE_BYTES) throw properties.error('FunctionCode', 'is longer than 10 KB.');
  properties.finish();
  return { name, code };
}

export function loadAccessControl({ physicalId, properties }: LoadedResource): string {
  const config = properties.requiredNested('OriginAccessControlConfig');
  config.expect('OriginAccessControlOriginType', 's3');
  config.expect('SigningBehavior', 'always');
  config.expect('SigningProtocol', 'sigv4');
  properties.finish();
  return physicalId;
}
