import type { SignInClientDefinition } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';

const LIFETIMES_MINUTES = { IdTokenValidity: 15, AccessTokenValidity: 15, RefreshTokenValidity: 12 * 60 };

/**
 * The app clients that people sign in with. Their settings are checked and not handed on: the local provider has these
 * and no others, and a template that says otherwise must not start.
 */
export function loadSignInClients(
  clients: readonly LoadedResource[],
  brandings: readonly LoadedResource[],
): SignInClientDefinition[] {
  const branded = new Set(
    brandings.map(({ properties }) => {
      const clientId = properties.text('ClientId');
      properties.finish();
      return clientId;
    }),
  );
  return clients.flatMap(({ physicalId: id, properties }) => {
    const userPoolId = properties.text('UserPoolId');
    properties.expect('GenerateSecret', false);
    properties.expect('PreventUserExistenceErrors', 'ENABLED');
    if (!properties.flag('AllowedOAuthFlowsUserPoolClient', false)) {
      // Nobody signs in with it in a browser: only the user pool's own API knows it.
      return [];
    }
    properties.expect('AllowedOAuthFlows', ['code']);
    properties.expect('AllowedOAuthScopes', ['openid', 'email'], ['email', 'openid']);
    properties.expect('SupportedIdentityProviders', ['COGNITO']);
    properties.expect('EnableTokenRevocation', true);
    const units = properties.nested('TokenValidityUnits');
    for (const [name, minutes] of Object.entries(LIFETIMES_MINUTES)) {
      units?.expect(name.replace('Validity', ''), 'minutes');
      properties.expect(name, minutes);
    }
    const client = {
      id,
      userPoolId,
      callbackUrls: properties.textList('CallbackURLs'),
      logoutUrls: properties.textList('LogoutURLs'),
    };
    if (!branded.has(id)) {
      throw properties.error('ManagedLoginBranding', 'without one, Cognito shows no login page for this client.');
    }
    properties.finish();
    return [client];
  });
}

/** The host name of the user pool's login pages. */
export function loadUserPoolDomain({ physicalId, properties }: LoadedResource, region: string): string {
  properties.text('Domain');
  properties.text('UserPoolId');
  properties.expect('ManagedLoginVersion', 2);
  properties.finish();
  return `${physicalId}.auth.${region}.amazoncognito.com`;
}
