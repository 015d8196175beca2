import { beforeAll, describe, expect, test } from '@jest/globals';
import { environmentOf } from './function-resources.ts';
import { readable } from './readable.ts';
import {
  onlyResource,
  resourceNamed,
  resourcesOfType,
  type SynthesizedStacks,
  synthesizeStacks,
} from './synthesized-stacks.ts';

const AUTHORIZER = 'Management API: checks the ID token of a call and the user behind it';
const OTHER_PROVIDER = {
  oidcIssuer: 'https://id.example.com/realms/partners',
  oidcClientId: 'partner-hub',
  oidcJwksUri: 'https://id.example.com/realms/partners/certs',
  oidcLogoutUrl: 'https://id.example.com/logout?client_id=partner-hub',
};

let stacks: SynthesizedStacks;

beforeAll(async () => {
  stacks = await synthesizeStacks();
});

describe('with Cognito', () => {
  test('the hub signs in with a code and keeps no secret', () => {
    expect(resourceNamed(stacks.service, 'HubClient').Properties).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    });
  });

  // Anything more, and anyone on the internet could try passwords with InitiateAuth.
  test('the hub’s client takes no password', () => {
    expect(resourceNamed(stacks.service, 'HubClient').Properties.ExplicitAuthFlows).toEqual([
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]);
  });

  test('the browser comes back to the hub and nowhere else', () => {
    const { CallbackURLs, LogoutURLs } = resourceNamed(stacks.service, 'HubClient').Properties;
    const addresses = [CallbackURLs, LogoutURLs].map((list) => list.map((one: unknown) => readable(one, stacks)));

    expect(addresses).toEqual([
      ['https://<HubSiteDistribution.DomainName>/callback'],
      ['https://<HubSiteDistribution.DomainName>/'],
    ]);
  });

  test('tokens are good for 15 minutes, a sign-in for 12 hours', () => {
    expect(resourceNamed(stacks.service, 'HubClient').Properties).toMatchObject({
      IdTokenValidity: 15,
      AccessTokenValidity: 15,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes', RefreshToken: 'minutes' },
    });
  });

  test('the client of /token and the hub’s are two', () => {
    expect(resourcesOfType(stacks.service, 'AWS::Cognito::UserPoolClient')).toHaveLength(2);
    expect(environmentOf(stacks, AUTHORIZER).OIDC_CLIENT_ID).toBe('<HubClient>');
    expect(resourceNamed(stacks.service, 'TokenClient').Properties).not.toHaveProperty('AllowedOAuthFlows');
  });

  // Without a branding, managed login says that its pages are unavailable.
  test('the pages are the newer managed login, with a branding for the hub', () => {
    const domain = onlyResource(stacks.records, 'AWS::Cognito::UserPoolDomain')[1];
    const branding = onlyResource(stacks.service, 'AWS::Cognito::ManagedLoginBranding')[1].Properties;

    expect(domain.Properties.ManagedLoginVersion).toBe(2);
    expect(readable(domain.Properties.UserPoolId, stacks, stacks.records)).toBe('<AccountsPool>');
    expect(branding.UseCognitoProvidedValues).toBe(true);
    expect(readable(branding.ClientId, stacks)).toBe('<HubClient>');
    expect(readable(branding.UserPoolId, stacks)).toBe('<AccountsPool>');
  });

  test('the domain is named after stage and account, or as configured', async () => {
    const domainOf = (from: SynthesizedStacks) =>
      readable(onlyResource(from.records, 'AWS::Cognito::UserPoolDomain')[1].Properties.Domain, from, from.records);

    expect(domainOf(stacks)).toBe('partner-hub-dev-<AWS::AccountId>');
    expect(domainOf(await synthesizeStacks({ signInDomainPrefix: 'hub-of-example' }))).toBe('hub-of-example');
  });

  test('a second factor is asked of nobody or of everybody', async () => {
    const poolOf = (from: SynthesizedStacks) => onlyResource(from.records, 'AWS::Cognito::UserPool')[1].Properties;

    expect(poolOf(stacks).MfaConfiguration).toBe('OFF');
    expect(poolOf(await synthesizeStacks({ mfa: 'required' }))).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });
});

describe('with another OpenID provider', () => {
  let configured: SynthesizedStacks;
  beforeAll(async () => {
    configured = await synthesizeStacks(OTHER_PROVIDER);
  });

  test('its tokens are accepted, and none of Cognito’s', () => {
    expect(environmentOf(configured, AUTHORIZER)).toMatchObject({
      OIDC_ISSUER: OTHER_PROVIDER.oidcIssuer,
      OIDC_CLIENT_ID: OTHER_PROVIDER.oidcClientId,
      OIDC_JWKS_URI: OTHER_PROVIDER.oidcJwksUri,
    });
    expect(configured.service.Outputs.OidcIssuer?.Value).toBe(OTHER_PROVIDER.oidcIssuer);
    expect(configured.service.Outputs.HubClientId?.Value).toBe(OTHER_PROVIDER.oidcClientId);
  });

  test('Cognito gets no client for the hub, no domain and no branding', () => {
    expect(() => resourceNamed(configured.service, 'HubClient')).toThrow('There is no resource HubClient.');
    expect(resourcesOfType(configured.records, 'AWS::Cognito::UserPoolDomain')).toEqual([]);
    expect(resourcesOfType(configured.service, 'AWS::Cognito::ManagedLoginBranding')).toEqual([]);
  });

  test('POST /token keeps its accounts', () => {
    expect(resourceNamed(configured.service, 'TokenClient').Properties).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
    });
    expect(resourcesOfType(configured.records, 'AWS::Cognito::UserPool')).toHaveLength(1);
  });
});
