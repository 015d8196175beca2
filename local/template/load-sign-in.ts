import { z } from 'zod';
import type { SignInClientDefinition } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { flag, ignored, map, only, text, texts } from './schemas.ts';
import { DESCRIPTIVE, SIGN_IN } from './without-local-effect.ts';

const ANY_CLIENT = {
  UserPoolId: text,
  GenerateSecret: only(false),
  PreventUserExistenceErrors: only('ENABLED'),
  AllowedOAuthFlowsUserPoolClient: flag.default(false),
};
/** Nobody signs in in a browser with the others: only the user pool's own API knows them. */
const CLIENT = z.looseObject(ANY_CLIENT);
const SIGN_IN_CLIENT = map({
  ...ANY_CLIENT,
  AllowedOAuthFlows: z.tuple([z.literal('code')]).optional(),
  AllowedOAuthScopes: texts.refine((scopes) => scopes.toSorted().join() === 'email,openid').optional(),
  SupportedIdentityProviders: z.tuple([z.literal('COGNITO')]).optional(),
  EnableTokenRevocation: only(true),
  IdTokenValidity: only(15),
  AccessTokenValidity: only(15),
  RefreshTokenValidity: only(12 * 60),
  TokenValidityUnits: map({
    IdToken: only('minutes'),
    AccessToken: only('minutes'),
    RefreshToken: only('minutes'),
  }).optional(),
  CallbackURLs: texts.default([]),
  LogoutURLs: texts.default([]),
  ...ignored(SIGN_IN, 'AuthSessionValidity', 'ExplicitAuthFlows', 'ReadAttributes', 'WriteAttributes'),
  ...ignored(DESCRIPTIVE, 'ClientName'),
});
const BRANDING = map({
  ClientId: text,
  ...ignored('The local login page has one look.', 'UseCognitoProvidedValues'),
  ...ignored(SIGN_IN, 'UserPoolId'),
});
const DOMAIN = map({ Domain: text, UserPoolId: text, ManagedLoginVersion: only(2) });

/**
 * Loads the app clients that people sign in with. Their settings are checked and not handed on: the local provider has
 * these and no others, and a template with other settings must not start.
 */
export function loadSignInClients(
  clients: readonly LoadedResource[],
  brandings: readonly LoadedResource[],
): SignInClientDefinition[] {
  const branded = new Set(brandings.map((branding) => branding.properties(BRANDING).ClientId));
  return clients.flatMap((client) => {
    if (!client.properties(CLIENT).AllowedOAuthFlowsUserPoolClient) return [];
    const properties = client.properties(SIGN_IN_CLIENT);
    const id = client.physicalId;
    if (!branded.has(id)) {
      throw client.error('ManagedLoginBranding', 'without one, Cognito shows no login page for this client.');
    }
    return [
      {
        id,
        userPoolId: properties.UserPoolId,
        callbackUrls: properties.CallbackURLs,
        logoutUrls: properties.LogoutURLs,
      },
    ];
  });
}

/** Returns the host name of the user pool's login pages. */
export function loadUserPoolDomain(domain: LoadedResource, region: string): string {
  domain.properties(DOMAIN);
  return `${domain.physicalId}.auth.${region}.amazoncognito.com`;
}
