/** The resources of a hub as CDK writes them, each with the properties that matter. */
const SITE_ARN = {
  'Fn::Join': ['', ['arn:aws:cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/', { Ref: 'Site' }]],
};
const FILES = { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Pages', 'Arn'] }, '/*']] };

export const PAGES_BEHAVIOR = {
  TargetOriginId: 'pages',
  ViewerProtocolPolicy: 'redirect-to-https',
  CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  Compress: true,
  ResponseHeadersPolicyId: { Ref: 'Headers' },
};
export const API_BEHAVIOR = {
  PathPattern: '/management/*',
  TargetOriginId: 'api',
  ViewerProtocolPolicy: 'https-only',
  AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Edge', 'FunctionARN'] } }],
};
export const PAGES_ORIGIN = {
  Id: 'pages',
  DomainName: { 'Fn::GetAtt': ['Pages', 'RegionalDomainName'] },
  OriginAccessControlId: { 'Fn::GetAtt': ['Access', 'Id'] },
  S3OriginConfig: { OriginAccessIdentity: '' },
};
export const API_ORIGIN = {
  Id: 'api',
  DomainName: 'abc.execute-api.eu-central-1.amazonaws.com',
  OriginPath: '/local',
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
  OriginCustomHeaders: [
    {
      HeaderName: 'x-origin-secret',
      HeaderValue: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:::}}']] },
    },
  ],
};
export const READ_STATEMENT = {
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: FILES,
  Condition: { StringEquals: { 'AWS:SourceArn': SITE_ARN } },
};
export const TLS_STATEMENTS = [
  { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
];

export function distribution(config: object = {}) {
  return {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        DefaultRootObject: 'index.html',
        DefaultCacheBehavior: PAGES_BEHAVIOR,
        CacheBehaviors: [API_BEHAVIOR],
        Origins: [PAGES_ORIGIN, API_ORIGIN],
        ...config,
      },
    },
  };
}

export function edgeFunction(properties: object = {}) {
  return {
    Type: 'AWS::CloudFront::Function',
    Properties: {
      Name: 'edge',
      AutoPublish: true,
      FunctionCode: 'code',
      FunctionConfig: { Runtime: 'cloudfront-js-2.0', Comment: 'c' },
      ...properties,
    },
  };
}

export function headersPolicy(config: object) {
  return {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: { ResponseHeadersPolicyConfig: { Name: 'n', ...config } },
  };
}

export function bucketPolicy(...statements: object[]) {
  return {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: { Ref: 'Pages' }, PolicyDocument: { Version: '2012-10-17', Statement: statements } },
  };
}

export function bucketDeployment(properties: object) {
  return {
    Type: 'Custom::CDKBucketDeployment',
    Properties: {
      ServiceToken: { 'Fn::GetAtt': ['Deployer', 'Arn'] },
      SourceBucketNames: ['assets'],
      SourceObjectKeys: ['a.zip'],
      DestinationBucketName: { Ref: 'Pages' },
      ...properties,
    },
  };
}

export function signInClient(properties: object = {}) {
  return {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: { Ref: 'Pool' },
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://hub.example/callback'],
      LogoutURLs: ['https://hub.example/'],
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      IdTokenValidity: 15,
      AccessTokenValidity: 15,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes', RefreshToken: 'minutes' },
      SupportedIdentityProviders: ['COGNITO'],
      ...properties,
    },
  };
}

export const HUB: Readonly<Record<string, object>> = {
  Pool: { Type: 'AWS::Cognito::UserPool' },
  Domain: {
    Type: 'AWS::Cognito::UserPoolDomain',
    Properties: { Domain: 'login', UserPoolId: { Ref: 'Pool' }, ManagedLoginVersion: 2 },
  },
  Client: signInClient(),
  Branding: {
    Type: 'AWS::Cognito::ManagedLoginBranding',
    Properties: { ClientId: { Ref: 'Client' }, UserPoolId: { Ref: 'Pool' }, UseCognitoProvidedValues: true },
  },
  Secret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { Description: 'd', GenerateSecretString: { PasswordLength: 64 } },
  },
  Pages: { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: {} } },
  PagesPolicy: bucketPolicy(...TLS_STATEMENTS, READ_STATEMENT),
  Access: {
    Type: 'AWS::CloudFront::OriginAccessControl',
    Properties: {
      OriginAccessControlConfig: {
        Name: 'n',
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    },
  },
  Edge: edgeFunction(),
  Headers: headersPolicy({
    SecurityHeadersConfig: {
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
      ContentTypeOptions: { Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: false },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: true },
    },
    CustomHeadersConfig: { Items: [{ Header: 'Permissions-Policy', Value: 'usb=()', Override: true }] },
    RemoveHeadersConfig: { Items: [{ Header: 'Server' }] },
  }),
  Site: distribution(),
  Layer: { Type: 'AWS::Lambda::LayerVersion' },
  // This project does not use its runtime.
  Deployer: {
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'python3.13', Code: {}, Handler: 'index.handler' },
  },
  Deployment: bucketDeployment({
    SourceMarkers: [{ '<<1>>': { Ref: 'Client' }, '<<2>>': 'a "quoted" text' }],
    SourceMarkersConfig: [{ jsonEscape: true }],
    SystemMetadata: { 'cache-control': 'no-cache' },
    Exclude: ['b'],
    Prune: false,
    WaitForDistributionInvalidation: true,
  }),
};
