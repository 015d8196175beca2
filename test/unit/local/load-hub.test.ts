import { afterEach, describe, expect, test } from '@jest/globals';
import { loadStacks, removeAssemblies } from './assembly-fixture.ts';
import {
  API_BEHAVIOR,
  API_ORIGIN,
  bucketDeployment,
  bucketPolicy,
  distribution,
  edgeFunction,
  HUB,
  headersPolicy,
  PAGES_BEHAVIOR,
  PAGES_ORIGIN,
  READ_STATEMENT,
  signInClient,
  TLS_STATEMENTS,
} from './hub-template.ts';

afterEach(removeAssemblies);

const load = (more: Record<string, object> = {}) => loadStacks({ S: { Resources: { ...HUB, ...more } } }, ['a.zip']);

describe('the hub of a template', () => {
  test('has the behaviors of its distribution, the default one at the end', () => {
    const [site] = load().distributions;

    expect(site).toMatchObject({
      id: expect.stringMatching(/^E[0-9A-Z]{13}$/),
      domainName: expect.stringMatching(/^d[0-9a-z]{13}\.cloudfront\.net$/),
      defaultRootObject: 'index.html',
      behaviors: [
        {
          pathPattern: '/management/*',
          allowedMethods: new Set(API_BEHAVIOR.AllowedMethods),
          viewerRequest: { name: 'edge', code: 'code' },
          responseHeaders: null,
          origin: {
            type: 'http',
            domainName: 'abc.execute-api.eu-central-1.amazonaws.com',
            path: '/local',
            headers: [{ name: 'x-origin-secret', value: { secretArn: expect.stringContaining(':secret:S-Secret-') } }],
            readTimeoutMs: 30_000,
          },
        },
        {
          pathPattern: '*',
          allowedMethods: new Set(['GET', 'HEAD']),
          viewerRequest: null,
          origin: { type: 'bucket', bucketName: 's-pages', path: '' },
        },
      ],
    });
  });

  test('has the headers of its policy', () => {
    const { responseHeaders } = load().distributions[0]?.behaviors[1] ?? {};

    expect(responseHeaders).toEqual({
      set: [
        { name: 'Content-Security-Policy', value: "default-src 'none'", override: true },
        { name: 'X-Content-Type-Options', value: 'nosniff', override: true },
        { name: 'Referrer-Policy', value: 'no-referrer', override: false },
        { name: 'Strict-Transport-Security', value: 'max-age=60; includeSubDomains', override: true },
        { name: 'Permissions-Policy', value: 'usb=()', override: true },
      ],
      remove: ['Server'],
    });
  });

  test('has the files of its deployments, and no function that deploys them', () => {
    const { bucketDeployments, functions, signInClients } = load();

    expect(bucketDeployments).toEqual([
      {
        bucketName: 's-pages',
        keyPrefix: '',
        sources: [
          {
            directory: expect.stringMatching(/a\.zip$/),
            replacements: new Map([
              ['<<1>>', signInClients[0]?.id],
              ['<<2>>', 'a \\"quoted\\" text'],
            ]),
          },
        ],
        exclude: ['b'],
        include: [],
        prune: false,
        metadata: new Map([['cache-control', 'no-cache']]),
      },
    ]);
    expect(functions.size).toBe(0);
  });

  test('has its secrets, its client and the host of its login pages', () => {
    const { secrets, signInClients, signInDomains, physicalIds } = load();

    expect(secrets).toEqual([
      {
        arn: expect.stringMatching(/^arn:aws:secretsmanager:eu-central-1:000000000000:secret:S-Secret-[0-9a-z]{6}$/),
        name: 'S-Secret',
        generate: { PasswordLength: 64 },
      },
    ]);
    expect(signInClients).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-z]{26}$/),
        userPoolId: physicalIds('AWS::Cognito::UserPool')[0],
        callbackUrls: ['https://hub.example/callback'],
        logoutUrls: ['https://hub.example/'],
      },
    ]);
    expect(signInDomains).toEqual(['login.auth.eu-central-1.amazoncognito.com']);
  });

  test('ignores an app client that has no sign-in', () => {
    const token = { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' } } };

    const { signInClients, physicalIds } = load({ Token: token });

    expect(physicalIds('AWS::Cognito::UserPoolClient')).toHaveLength(2);
    expect(signInClients).toHaveLength(1);
  });
});

const behavior = (more: object) => ({ Site: distribution({ CacheBehaviors: [{ ...API_BEHAVIOR, ...more }] }) });
const pages = (more: object) => ({ Site: distribution({ DefaultCacheBehavior: { ...PAGES_BEHAVIOR, ...more } }) });
const apiOrigin = (more: object) => ({ Site: distribution({ Origins: [PAGES_ORIGIN, { ...API_ORIGIN, ...more }] }) });
const pagesOrigin = (more: object) => ({ Site: distribution({ Origins: [{ ...PAGES_ORIGIN, ...more }, API_ORIGIN] }) });
const header = (value: string) => apiOrigin({ OriginCustomHeaders: [{ HeaderName: 'a', HeaderValue: value }] });
const policy = (...statements: object[]) => ({ PagesPolicy: bucketPolicy(...TLS_STATEMENTS, ...statements) });
const association = (more: object) =>
  behavior({ FunctionAssociations: [{ ...API_BEHAVIOR.FunctionAssociations[0], ...more }] });

describe('the start stops, because this machine would behave differently than AWS, on', () => {
  test.each<[string, Record<string, object>, RegExp]>([
    [
      'error pages of the whole site',
      {
        Site: distribution({
          CustomErrorResponses: [{ ErrorCode: 404, ErrorCachingMinTTL: 0, ResponsePagePath: '/index.html' }],
        }),
      },
      /CustomErrorResponses/,
    ],
    [
      'cached errors',
      { Site: distribution({ CustomErrorResponses: [{ ErrorCode: 404, ErrorCachingMinTTL: 10 }] }) },
      /ErrorCachingMinTTL/,
    ],
    ['a property of a behavior', behavior({ SmoothStreaming: true }), /CacheBehaviors\[0\].SmoothStreaming/],
    ['plain HTTP', behavior({ ViewerProtocolPolicy: 'allow-all' }), /ViewerProtocolPolicy/],
    ['a cache for the API', behavior({ CachePolicyId: PAGES_BEHAVIOR.CachePolicyId }), /CachePolicyId/],
    ['an unknown cache policy', pages({ CachePolicyId: 'own' }), /CachePolicyId.*own/],
    ['an API that gets no headers', behavior({ OriginRequestPolicyId: null }), /OriginRequestPolicyId/],
    ['a request policy for files', pages({ OriginRequestPolicyId: 'x' }), /OriginRequestPolicyId/],
    ['a headers policy of AWS', pages({ ResponseHeadersPolicyId: 'x' }), /ResponseHeadersPolicyId/],
    ['an unknown origin', behavior({ TargetOriginId: 'x' }), /TargetOriginId/],
    ['a function at another time', association({ EventType: 'viewer-response' }), /EventType/],
    ['an unknown function', association({ FunctionARN: 'x' }), /FunctionARN/],
    ['plain HTTP to the API', apiOrigin({ CustomOriginConfig: { OriginProtocolPolicy: 'match-viewer' } }), /Protocol/],
    ['a part of a secret', header('{{resolve:secretsmanager:arn:a:SecretString:key::}}'), /HeaderValue/],
    ['another reference', header('{{resolve:ssm:a}}'), /HeaderValue/],
    ['a bucket without access control', pagesOrigin({ OriginAccessControlId: null }), /OriginAccessControlId/],
    ['a bucket that may not be read', policy(), /no policy that lets this distribution read it/],
    [
      'a bucket that may be listed',
      policy(READ_STATEMENT, { ...READ_STATEMENT, Action: 's3:ListBucket' }),
      /Statement/,
    ],
    ['a bucket that others may read', policy(READ_STATEMENT, { ...READ_STATEMENT, Condition: {} }), /Statement/],
    ['a website of S3', { Pages: { Type: 'AWS::S3::Bucket', Properties: { WebsiteConfiguration: {} } } }, /Website/],
    ['another runtime', { Edge: edgeFunction({ FunctionConfig: { Runtime: 'cloudfront-js-1.0' } }) }, /Runtime/],
    ['an unpublished function', { Edge: edgeFunction({ AutoPublish: false }) }, /AutoPublish/],
    ['a function that is too long', { Edge: edgeFunction({ FunctionCode: 'x'.repeat(10_241) }) }, /10 KB/],
    ['permissions to call across origins', { Headers: headersPolicy({ CorsConfig: {} }) }, /CorsConfig/],
    ['files that stay packed', { Deployment: bucketDeployment({ Extract: false }) }, /Extract/],
    ['missing files', { Deployment: bucketDeployment({ SourceObjectKeys: ['x'] }) }, /SourceObjectKeys/],
    [
      'metadata that is no header',
      { Deployment: bucketDeployment({ SystemMetadata: { acl: 'x' } }) },
      /SystemMetadata/,
    ],
    ['a client with a secret', { Client: signInClient({ GenerateSecret: true }) }, /GenerateSecret/],
    ['another flow', { Client: signInClient({ AllowedOAuthFlows: ['implicit'] }) }, /AllowedOAuthFlows/],
    ['another scope', { Client: signInClient({ AllowedOAuthScopes: ['openid', 'phone'] }) }, /AllowedOAuthScopes/],
    ['longer tokens', { Client: signInClient({ IdTokenValidity: 60 }) }, /IdTokenValidity/],
    ['a client without a login page', { Branding: { Type: 'AWS::CDK::Metadata' } }, /ManagedLoginBranding/],
  ])('%s', (_, resources, message) => {
    expect(() => load(resources)).toThrow(message);
  });

  // Everyone with access to the function's settings could read it there.
  test('a secret in the environment of a function', () => {
    const code = { S3Bucket: 'assets', S3Key: 'a.zip' };
    const variables = { A: '{{resolve:secretsmanager:a:SecretString:::}}' };
    const properties = { Runtime: 'nodejs24.x', Code: code, Handler: 'h', Environment: { Variables: variables } };

    expect(() => load({ F: { Type: 'AWS::Lambda::Function', Properties: properties } })).toThrow(/Variables\.A/);
  });
});
