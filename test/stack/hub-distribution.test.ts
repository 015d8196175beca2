import { beforeAll, describe, expect, test } from '@jest/globals';
import { readable } from './readable.ts';
import {
  onlyResource,
  resourcesOfType,
  type SynthesizedStacks,
  synthesizeStacks,
  type TemplateResource,
} from './synthesized-stacks.ts';

const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

let stacks: SynthesizedStacks;
let config: TemplateResource['Properties'];

beforeAll(async () => {
  stacks = await synthesizeStacks();
  config = onlyResource(stacks.service, 'AWS::CloudFront::Distribution')[1].Properties.DistributionConfig;
});

function originOf(behavior: TemplateResource['Properties']): TemplateResource['Properties'] {
  return config.Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId);
}

/** The headers that a behaviour adds, each of them over what the origin sent. */
function headersOf(behavior: TemplateResource['Properties'], from = stacks): Record<string, string> {
  const policy = from.service.Resources[behavior.ResponseHeadersPolicyId.Ref]?.Properties.ResponseHeadersPolicyConfig;
  const { ContentSecurityPolicy, StrictTransportSecurity, ContentTypeOptions, ReferrerPolicy, ...more } =
    policy.SecurityHeadersConfig;
  const custom: { Header: string; Value: string; Override: boolean }[] = policy.CustomHeadersConfig.Items;
  expect(more).toEqual({});
  for (const { Override } of [ContentSecurityPolicy, StrictTransportSecurity, ContentTypeOptions, ReferrerPolicy]) {
    expect(Override).toBe(true);
  }
  for (const { Override } of custom) expect(Override).toBe(true);
  return {
    'content-security-policy': readable(ContentSecurityPolicy.ContentSecurityPolicy, from),
    'strict-transport-security': `${StrictTransportSecurity.AccessControlMaxAgeSec} ${StrictTransportSecurity.IncludeSubdomains}`,
    'referrer-policy': ReferrerPolicy.ReferrerPolicy,
    ...Object.fromEntries(custom.map(({ Header, Value }) => [Header.toLowerCase(), Value])),
  };
}

describe('pages', () => {
  test('come from the bucket, over HTTPS only, as long as they say themselves', () => {
    expect(config.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      CachePolicyId: CACHING_OPTIMIZED,
      ViewerProtocolPolicy: 'redirect-to-https',
    });
    expect(readable(originOf(config.DefaultCacheBehavior).DomainName, stacks)).toBe(
      '<HubSitePages.RegionalDomainName>',
    );
    expect(config.DefaultRootObject).toBe('index.html');
  });

  test('may load their own scripts only, and reach the sign-in only', () => {
    const { 'content-security-policy': policy, ...others } = headersOf(config.DefaultCacheBehavior);
    const signIn = '<AccountsPool.ProviderURL>/ https://<SignInDomain>.auth.<AWS::Region>.amazoncognito.com';

    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ${signIn}`,
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(others).toEqual({
      'strict-transport-security': '63072000 true',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringMatching(/^(?:[a-z-]+=\(\)(?:, |$))+$/),
    });
  });

  test('reach another OpenID provider where one is configured, and no Cognito', async () => {
    const configured = await synthesizeStacks({
      oidcIssuer: 'https://id.example.com/realms/partners',
      oidcClientId: 'hub',
      oidcJwksUri: 'https://id.example.com/realms/partners/certs',
      oidcLogoutUrl: 'https://id.example.com/logout',
      oidcSources: 'https://token.example.com,https://user.example.com:8443',
    });
    const distribution = onlyResource(configured.service, 'AWS::CloudFront::Distribution')[1].Properties;
    const policy = headersOf(distribution.DistributionConfig.DefaultCacheBehavior, configured);

    expect(policy['content-security-policy']).toContain(
      "; connect-src 'self' https://id.example.com https://token.example.com https://user.example.com:8443; ",
    );
    expect(policy['content-security-policy']).not.toMatch(/cognito|Accounts/);
  });
});

// CloudFront keeps these by itself, whatever the cache policy says, and under a key without the token.
test('no error of anybody is kept for anybody else, and none loses its body', () => {
  expect(config.CustomErrorResponses).toEqual(
    [404, 405, 414, 500, 501, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
  );
});

describe('/management/*', () => {
  test('goes to the Management API as it came, and is never kept', () => {
    expect(config.CacheBehaviors).toEqual([
      expect.objectContaining({
        PathPattern: '/management/*',
        AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        CachePolicyId: CACHING_DISABLED,
        OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
        // A redirect would come after the token was sent in the clear.
        ViewerProtocolPolicy: 'https-only',
      }),
    ]);
  });

  test('reaches the API’s stage over TLS 1.2, and proves where it came from', () => {
    const origin = originOf(config.CacheBehaviors[0]);

    expect(origin).toMatchObject({
      OriginPath: '/dev',
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    });
    expect(readable(origin.DomainName, stacks)).toBe('<HubManagementApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>');
    expect(origin.OriginCustomHeaders).toHaveLength(1);
    expect(origin.OriginCustomHeaders[0].HeaderName).toBe('x-origin-secret');
    expect(readable(origin.OriginCustomHeaders[0].HeaderValue, stacks)).toBe(
      '{{resolve:secretsmanager:<HubOriginSecret>:SecretString:::}}',
    );
  });

  test('is answered with the strictest headers, by functions and gateway alike', () => {
    expect(headersOf(config.CacheBehaviors[0])).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': '63072000 true',
      'referrer-policy': 'no-referrer',
    });
  });
});

describe('the bucket', () => {
  test('is closed to the public, and open to TLS only', () => {
    const [bucketId, bucket] = onlyResource(stacks.service, 'AWS::S3::Bucket');
    const { PolicyDocument, Bucket } = onlyResource(stacks.service, 'AWS::S3::BucketPolicy')[1].Properties;

    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(bucket.Properties).not.toHaveProperty('WebsiteConfiguration');
    expect(Bucket).toEqual({ Ref: bucketId });
    expect(PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  // With the right to list, a missing file would be 404, and with any other principal the pages would have two addresses.
  test('lets this distribution read files, and nobody else', () => {
    const { PolicyDocument } = onlyResource(stacks.service, 'AWS::S3::BucketPolicy')[1].Properties;
    const allowed = PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');

    expect(allowed).toEqual([
      expect.objectContaining({ Action: 's3:GetObject', Principal: { Service: 'cloudfront.amazonaws.com' } }),
    ]);
    expect(readable(allowed[0].Resource, stacks)).toBe('<HubSitePages.Arn>/*');
    expect(readable(allowed[0].Condition.StringEquals['AWS:SourceArn'], stacks)).toBe(
      'arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/<HubSiteDistribution>',
    );
  });
});

// They are unique an account, so that a second stage or Region could not be deployed otherwise.
test('names of CloudFront’s resources carry stage and Region, and are short enough', () => {
  const names = ['Function', 'ResponseHeadersPolicy', 'OriginAccessControl'].flatMap((type) =>
    resourcesOfType(stacks.service, `AWS::CloudFront::${type}`).map(([, { Properties }]) => {
      const { Name } = Properties.ResponseHeadersPolicyConfig ?? Properties.OriginAccessControlConfig ?? Properties;
      return readable(Name, stacks);
    }),
  );

  expect(names).toHaveLength(5);
  for (const name of names) {
    expect(name).toMatch(/^partner-hub-dev-<AWS::Region>-[a-z-]+$/);
    const longest = name.replace('dev', 'a'.repeat(20)).replace('<AWS::Region>', 'ap-southeast-2');
    expect(longest.length).toBeLessThanOrEqual(64);
  }
});
