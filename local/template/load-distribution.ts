import { z } from 'zod';
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
import { ignored, map, number, only, text, texts } from './schemas.ts';
import { DESCRIPTIVE, NO_EDGE, NO_TLS } from './without-local-effect.ts';

/** CloudFront's managed policies, by the IDs that they have in every account. */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const SECRET = /^\{\{resolve:secretsmanager:(arn:[^{}]+):SecretString:::\}\}$/;

const BEHAVIOR = map({
  TargetOriginId: text,
  ViewerProtocolPolicy: only('https-only', 'redirect-to-https'),
  CachePolicyId: text,
  OriginRequestPolicyId: text.nullish(),
  ResponseHeadersPolicyId: text.nullish(),
  AllowedMethods: texts.default(['GET', 'HEAD']),
  FunctionAssociations: z
    .array(map({ EventType: only('viewer-request'), FunctionARN: text }))
    .max(1, 'only one is supported locally.')
    .default([]),
  ...ignored(NO_EDGE, 'CachedMethods', 'Compress'),
});
const ANY_ORIGIN = { Id: text, DomainName: text, OriginPath: text.default('') };
const ORIGIN = z.looseObject(ANY_ORIGIN);
const CONNECTION = ignored(NO_EDGE, 'ConnectionAttempts', 'ConnectionTimeout');
const BUCKET_ORIGIN = map({
  ...ANY_ORIGIN,
  ...CONNECTION,
  S3OriginConfig: map({ OriginAccessIdentity: only('') }).optional(),
  OriginAccessControlId: text.nullish(),
});
const HTTP_ORIGIN = map({
  ...ANY_ORIGIN,
  ...CONNECTION,
  CustomOriginConfig: map({
    OriginProtocolPolicy: only('https-only'),
    HTTPSPort: only(443),
    OriginReadTimeout: number.default(30),
    ...ignored(NO_EDGE, 'OriginKeepaliveTimeout'),
    ...ignored(NO_TLS, 'OriginSSLProtocols'),
  }),
  OriginCustomHeaders: z.array(map({ HeaderName: text, HeaderValue: text })).default([]),
});
const DISTRIBUTION = map({
  DistributionConfig: map({
    Enabled: only(true),
    DefaultRootObject: text.optional(),
    Origins: z.array(ORIGIN),
    CacheBehaviors: z.array(BEHAVIOR.extend({ PathPattern: text })).default([]),
    DefaultCacheBehavior: BEHAVIOR,
    // Nothing is cached here, and every error keeps its body.
    CustomErrorResponses: z.array(map({ ErrorCode: number, ErrorCachingMinTTL: only(0) })).default([]),
    ...ignored(DESCRIPTIVE, 'Comment'),
    ...ignored('Node serves HTTP/1.1.', 'HttpVersion'),
    ...ignored('The local run listens on both loopback addresses.', 'IPV6Enabled'),
    ...ignored(NO_EDGE, 'PriceClass'),
  }),
  ...ignored(DESCRIPTIVE, 'Tags'),
});

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
  distribution: LoadedResource,
  parts: DistributionParts,
  accountId: string,
): DistributionDefinition {
  const { DistributionConfig: config } = distribution.properties(DISTRIBUTION);
  const id = distribution.physicalId;
  const arn = `arn:aws:cloudfront::${accountId}:distribution/${id}`;
  const origins = new Map(
    config.Origins.map((origin, index) => {
      const path = `DistributionConfig.Origins[${index}]`;
      return [origin.Id, loadOrigin(distribution, origin, path, parts, arn)] as const;
    }),
  );
  return {
    id,
    domainName: distribution.attribute('DomainName'),
    defaultRootObject: config.DefaultRootObject ?? null,
    behaviors: [
      ...config.CacheBehaviors.map((behavior, index) => ({
        pathPattern: behavior.PathPattern,
        ...loadBehavior(distribution, behavior, `DistributionConfig.CacheBehaviors[${index}]`, origins, parts),
      })),
      {
        pathPattern: '*',
        ...loadBehavior(
          distribution,
          config.DefaultCacheBehavior,
          'DistributionConfig.DefaultCacheBehavior',
          origins,
          parts,
        ),
      },
    ],
  };
}

function loadOrigin(
  distribution: LoadedResource,
  origin: z.output<typeof ORIGIN>,
  path: string,
  { accessControls, buckets, readers }: DistributionParts,
  distributionArn: string,
): OriginDefinition {
  const { DomainName: domainName, OriginPath } = origin;
  const bucketName = buckets.get(domainName);
  if (bucketName === undefined) {
    const { CustomOriginConfig, OriginCustomHeaders } = distribution.part(HTTP_ORIGIN, origin, path);
    const headers = OriginCustomHeaders.map(({ HeaderName: name, HeaderValue }, index): OriginHeader => {
      const [, secretArn] = SECRET.exec(HeaderValue) ?? [];
      if (secretArn !== undefined) return { name, value: { secretArn } };
      if (!HeaderValue.includes('{{resolve:')) return { name, value: { literal: HeaderValue } };
      const at = `${path}.OriginCustomHeaders[${index}].HeaderValue`;
      throw distribution.error(at, `${HeaderValue} is not supported locally.`);
    });
    const readTimeoutMs = CustomOriginConfig.OriginReadTimeout * 1000;
    return { type: 'http', domainName, path: OriginPath, headers, readTimeoutMs };
  }
  const { OriginAccessControlId } = distribution.part(BUCKET_ORIGIN, origin, path);
  if (!accessControls.has(OriginAccessControlId ?? '')) {
    throw distribution.error(`${path}.OriginAccessControlId`, 'a bucket is read with origin access control only.');
  }
  if (!readers.some((one) => one.bucketName === bucketName && one.distributionArn === distributionArn)) {
    throw distribution.error(`${path}.DomainName`, 'the bucket has no policy that lets this distribution read it.');
  }
  return { type: 'bucket', bucketName, path: OriginPath };
}

function loadBehavior(
  distribution: LoadedResource,
  behavior: z.output<typeof BEHAVIOR>,
  path: string,
  origins: ReadonlyMap<string, OriginDefinition>,
  { functions, responseHeaders }: DistributionParts,
): Omit<BehaviorDefinition, 'pathPattern'> {
  const unsupported = (name: string, value: unknown) =>
    distribution.error(`${path}.${name}`, `${value} is not supported locally here.`);
  const origin = origins.get(behavior.TargetOriginId);
  if (origin === undefined) throw unsupported('TargetOriginId', behavior.TargetOriginId);
  // Nothing is cached here, so the policy for files makes no difference. An API's responses must never be cached.
  const cachePolicy = behavior.CachePolicyId;
  if (cachePolicy !== CACHING_DISABLED && !(origin.type === 'bucket' && cachePolicy === CACHING_OPTIMIZED)) {
    throw unsupported('CachePolicyId', cachePolicy);
  }
  const requestPolicy = behavior.OriginRequestPolicyId ?? null;
  if (requestPolicy !== (origin.type === 'bucket' ? null : ALL_VIEWER_EXCEPT_HOST_HEADER)) {
    throw unsupported('OriginRequestPolicyId', requestPolicy);
  }
  const policyId = behavior.ResponseHeadersPolicyId ?? null;
  const policy = policyId === null ? null : responseHeaders.get(policyId);
  if (policy === undefined) throw unsupported('ResponseHeadersPolicyId', policyId);
  const [association] = behavior.FunctionAssociations;
  const viewerRequest = association === undefined ? null : functions.get(association.FunctionARN);
  if (viewerRequest === undefined) throw unsupported('FunctionAssociations[0].FunctionARN', association?.FunctionARN);
  return {
    allowedMethods: new Set(behavior.AllowedMethods),
    origin,
    viewerRequest,
    responseHeaders: policy,
  };
}
