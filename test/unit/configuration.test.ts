import { describe, expect, test } from '@jest/globals';
import { type Configuration, ConfigurationError, readConfiguration } from '../../lib/configuration/configuration.ts';

const UPSTREAM_URL = 'https://partner-api.example.com';
const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d';
const CDN = { trustedCdnRanges: '192.0.2.0/24,2001:db8::/32', trustedCdnHeader: 'x-viewer-address' };
const OTHER_PROVIDER = {
  oidcIssuer: 'https://id.example.com/realms/partners',
  oidcClientId: 'partner-hub',
  oidcJwksUri: 'https://id.example.com/realms/partners/certs',
  oidcLogoutUrl: 'https://id.example.com/logout?client_id=partner-hub',
};

function read(values: Readonly<Record<string, unknown>>): Configuration {
  const given: Record<string, unknown> = { upstreamUrl: UPSTREAM_URL, ...values };
  return readConfiguration((name) => given[name]);
}

function problemsOf(values: Readonly<Record<string, unknown>>): string[] {
  try {
    read(values);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

describe('refused values', () => {
  test('a missing upstream is named, with an example of what to give', () => {
    expect(problemsOf({ upstreamUrl: undefined })).toEqual([
      expect.stringMatching(/upstreamUrl is missing: .*-c upstreamUrl=https:\/\/partner-api\.example\.com/),
    ]);
  });

  test.each([
    'http://partner-api.example.com',
    'partner-api.example.com',
    'https://',
    'https://partner-api.example.com/',
    'https://partner-api.example.com/base/',
    'https://partner-api.example.com?key=value',
    'https://partner-api.example.com/base?',
    'https://partner-api.example.com#part',
    'https://user:password@partner-api.example.com',
    'https://PARTNER-API.example.com',
    'https://partner-api.example.com/a/../b',
    'https://partner-api.example.com/{proxy}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what API Gateway would substitute.
    'https://${stageVariables.host}',
    'https://partner-api.example.com//base',
    ' https://partner-api.example.com',
    '',
    42,
  ])('upstreamUrl %j', (upstreamUrl) => {
    expect(problemsOf({ upstreamUrl })).toEqual([expect.stringContaining('upstreamUrl is malformed')]);
  });

  test.each([
    ['stage', 'Dev'],
    ['stage', 'a_b'],
    ['stage', '1st'],
    ['stage', ''],
    ['stage', 'a'.repeat(21)],
    ['keyEnvironment', 'prod'],
    ['senderAddress', 'nobody'],
    ['throttleRateLimit', '0'],
    ['throttleRateLimit', '-5'],
    ['throttleRateLimit', '1.5'],
    ['throttleRateLimit', 'many'],
    ['throttleBurstLimit', ''],
    ['throttleBurstLimit', '1e3'],
    ['throttleBurstLimit', true],
    ['authorizerReservedConcurrency', '0'],
    ['clientCertificateId', 'arn:aws:apigateway:x'],
    ['manageApiGatewayLogRole', 'yes'],
    ['manageApiGatewayLogRole', 1],
    ['mfa', 'optional'],
    ['mfa', true],
    ['signInDomainPrefix', 'Hub'],
    ['signInDomainPrefix', '-hub'],
    ['signInDomainPrefix', 'my-cognito-hub'],
    ['signInDomainPrefix', 'aws'],
    ['signInDomainPrefix', 'a'.repeat(64)],
    ['messagingApiUrl', 'http://messaging.example.com'],
    ['messagingApiUrl', 'https://messaging.example.com/'],
    ['messagingApiUrl', 'https://messaging.example.com?to=1'],
    ['otpTemplateName', 'Partner Hub'],
    ['otpTemplateName', ''],
    ['otpTemplateLanguage', 'english'],
    ['otpTemplateLanguage', 'en-US'],
    ['securityContact', 'security@example.com'],
    ['securityContact', 'mailto:nobody'],
    ['securityContact', 'mailto:security@example.com\nExpires: 2099-01-01T00:00:00Z'],
    ['securityContact', 'http://example.com/security'],
    ['securityContact', 'tel:+4930123456'],
    ['originSecretVersion', 'AWSCURRENT'],
  ])('%s %j', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`${name} is malformed: `)]);
  });

  test.each([
    [{ domainName: 'api.example.com' }, 'certificateArn is missing: give it together with domainName'],
    [{ certificateArn: CERTIFICATE }, 'domainName is missing: give it together with certificateArn'],
    [{ domainName: 'https://api.example.com', certificateArn: CERTIFICATE }, 'domainName is malformed'],
    [{ domainName: 'api.example.com', certificateArn: 'arn:aws:iam::1:role/x' }, 'certificateArn is malformed'],
  ])('custom domain %j', (values, problem) => {
    expect(problemsOf(values)).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ['trustedCdnRanges', ''],
    ['trustedCdnRanges', '192.0.2.1'],
    ['trustedCdnRanges', '192.0.2.0/24, 198.51.100.0/24'],
    ['trustedCdnRanges', '192.0.2.0/24,'],
    ['trustedCdnRanges', '192.0.2.0/33'],
    ['trustedCdnRanges', '192.0.2.0/08'],
    ['trustedCdnRanges', '192.0.512/24'],
    ['trustedCdnRanges', 'fe80::1%eth0/64'],
    ['trustedCdnRanges', Array.from({ length: 51 }, (_, n) => `192.0.2.${n}/32`).join()],
    // Everybody would be believed.
    ['trustedCdnRanges', '0.0.0.0/0'],
    ['trustedCdnRanges', '0.0.0.0/1,128.0.0.0/1'],
    ['trustedCdnRanges', '10.0.0.0/7'],
    ['trustedCdnRanges', '::/1,8000::/1'],
    ['trustedCdnRanges', '2001::/15'],
    ['trustedCdnRanges', '192.0.2.0/24,::/0'],
    ['trustedCdnRanges', '::ffff:0.0.0.0/96'],
    ['trustedCdnHeader', ''],
    ['trustedCdnHeader', 'CF-Connecting-IP'],
    ['trustedCdnHeader', 'x_viewer'],
    ['trustedCdnHeader', 'x-forwarded-for'],
    ['trustedCdnHeader', 'forwarded'],
  ])('%s %j', (name, value) => {
    expect(problemsOf({ ...CDN, [name]: value })).toEqual([expect.stringContaining(`${name} is malformed: `)]);
  });

  test.each(Object.keys(CDN))('a CDN without %s', (name) => {
    expect(problemsOf({ ...CDN, [name]: undefined })).toEqual([
      expect.stringMatching(new RegExp(`${name} is missing: give it together with trustedCdn\\w+,`)),
    ]);
  });

  test.each([
    ['oidcIssuer', 'http://id.example.com'],
    ['oidcIssuer', 'https://ID.example.com'],
    ['oidcIssuer', 'https://id.example.com?tenant=1'],
    ['oidcIssuer', 'https://id.example.com//'],
    ['oidcIssuer', 'https://user:password@id.example.com'],
    ['oidcClientId', ''],
    ['oidcClientId', 'partner hub'],
    ['oidcJwksUri', 'http://id.example.com/jwks'],
    ['oidcJwksUri', '/jwks'],
    ['oidcLogoutUrl', 'http://id.example.com/logout'],
    ['oidcLogoutUrl', 'https://id.example.com/logout#'],
    ['oidcLogoutUrl', 'https://id.example.com/logout?to=a b'],
  ])('%s %j', (name, value) => {
    expect(problemsOf({ ...OTHER_PROVIDER, [name]: value })).toEqual([
      expect.stringContaining(`${name} is malformed: `),
    ]);
  });

  test.each(Object.keys(OTHER_PROVIDER))('another OpenID provider without %s', (name) => {
    expect(problemsOf({ ...OTHER_PROVIDER, [name]: undefined })).toEqual([
      expect.stringMatching(new RegExp(`${name} is missing: give it together with oidc\\w+, oidc\\w+, oidc\\w+,`)),
    ]);
  });

  test.each(['aws', 'my-amazon', 'cognito-test'])('stage %s, whose name Cognito allows in no domain', (stage) => {
    expect(problemsOf({ stage })).toEqual([expect.stringContaining('signInDomainPrefix is missing: ')]);
    expect(problemsOf({ stage, signInDomainPrefix: 'partner-hub' })).toEqual([]);
    expect(problemsOf({ stage, ...OTHER_PROVIDER })).toEqual([]);
  });

  test('all of them are told at once', () => {
    const problems = problemsOf({
      upstreamUrl: undefined,
      stage: 'Dev',
      throttleRateLimit: 'many',
      domainName: 'api.example.com',
    });

    expect(problems.map((problem) => /\w+/.exec(problem)?.[0]).toSorted()).toEqual([
      'certificateArn',
      'stage',
      'throttleRateLimit',
      'upstreamUrl',
    ]);
  });

  test('a malformed value is not repeated, since an address may hold a password', () => {
    expect(problemsOf({ upstreamUrl: 'https://user:hunter2@partner-api.example.com' }).join()).not.toContain('hunter2');
  });
});

describe('accepted values', () => {
  test('only the upstream has to be given', () => {
    expect(read({})).toEqual({
      stage: 'dev',
      keyEnvironment: 'test',
      upstreamUrl: UPSTREAM_URL,
      senderAddress: null,
      securityContact: null,
      trustedCdn: null,
      throttleRateLimit: 5000,
      throttleBurstLimit: 2500,
      authorizerReservedConcurrency: null,
      clientCertificateId: null,
      customDomain: null,
      manageApiGatewayLogRole: false,
      mfa: 'off',
      signInDomainPrefix: null,
      messagingApiUrl: null,
      otpTemplate: { name: 'partner_hub_otp', language: 'en' },
      openIdProvider: null,
      originSecretVersion: null,
    });
  });

  test('another OpenID provider takes its four values as they are', () => {
    expect(read(OTHER_PROVIDER).openIdProvider).toEqual({
      issuer: OTHER_PROVIDER.oidcIssuer,
      clientId: OTHER_PROVIDER.oidcClientId,
      jwksUri: OTHER_PROVIDER.oidcJwksUri,
      logoutUrl: OTHER_PROVIDER.oidcLogoutUrl,
      sources: [],
      scopes: 'openid email',
    });
    const more = { oidcSources: 'https://a.example,https://b.example:8443', oidcScopes: 'openid email offline_access' };
    expect(read({ ...OTHER_PROVIDER, ...more }).openIdProvider).toMatchObject({
      sources: ['https://a.example', 'https://b.example:8443'],
      scopes: 'openid email offline_access',
    });
  });

  test('no CDN is believed unless it is configured', () => {
    expect(read({}).trustedCdn).toBeNull();
    expect(read(CDN).trustedCdn).toEqual({ ranges: ['192.0.2.0/24', '2001:db8::/32'], header: 'x-viewer-address' });
    const most = Array.from({ length: 50 }, (_, n) => `192.0.2.${n}/32`);
    expect(read({ ...CDN, trustedCdnRanges: most.join() }).trustedCdn?.ranges).toEqual(most);
  });

  // Tokens carry it with the slash, and are compared with every character.
  test.each(['https://tenant.id.example.com/', 'https://id.example.com/tenant/v2.0'])('oidcIssuer %s', (oidcIssuer) => {
    expect(read({ ...OTHER_PROVIDER, oidcIssuer }).openIdProvider?.issuer).toBe(oidcIssuer);
  });

  test('the values of the hub', () => {
    expect(
      read({
        mfa: 'required',
        signInDomainPrefix: 'partner-hub-of-example',
        messagingApiUrl: 'https://messaging.example.com/v1',
        otpTemplateName: 'hub_code_2',
        otpTemplateLanguage: 'pt_BR',
        originSecretVersion: 'f1c3b2a4-0d5e-4f6a-8b7c-9d0e1f2a3b4c',
      }),
    ).toMatchObject({
      mfa: 'required',
      signInDomainPrefix: 'partner-hub-of-example',
      messagingApiUrl: 'https://messaging.example.com/v1',
      otpTemplate: { name: 'hub_code_2', language: 'pt_BR' },
      originSecretVersion: 'f1c3b2a4-0d5e-4f6a-8b7c-9d0e1f2a3b4c',
    });
  });

  test('values of the command line are strings', () => {
    expect(
      read({
        throttleRateLimit: '100',
        throttleBurstLimit: '50',
        authorizerReservedConcurrency: '20',
        manageApiGatewayLogRole: 'true',
        domainName: 'api.example.com',
        certificateArn: CERTIFICATE,
      }),
    ).toMatchObject({
      throttleRateLimit: 100,
      throttleBurstLimit: 50,
      authorizerReservedConcurrency: 20,
      manageApiGatewayLogRole: true,
      customDomain: { domainName: 'api.example.com', certificateArn: CERTIFICATE },
    });
  });

  test('false as a string is false', () => {
    expect(read({ manageApiGatewayLogRole: 'false' }).manageApiGatewayLogRole).toBe(false);
  });

  test.each(['https://partner-api.example.com:8443', 'https://partner-api.example.com/base/v1'])(
    'upstreamUrl %s',
    (upstreamUrl) => {
      expect(read({ upstreamUrl }).upstreamUrl).toBe(upstreamUrl);
    },
  );

  test('only the stage prod takes live keys by itself', () => {
    expect(read({ stage: 'prod' }).keyEnvironment).toBe('live');
    expect(read({ stage: 'prod-2' }).keyEnvironment).toBe('test');
    expect(read({ stage: 'prod', keyEnvironment: 'test' }).keyEnvironment).toBe('test');
  });

  test('the configuration cannot be changed afterwards', () => {
    expect(Object.isFrozen(read({}))).toBe(true);
  });
});
