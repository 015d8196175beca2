import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { CredentialStore } from '../../domain/authorize/credential-store.ts';
import { generateApiKey, type KeyEnvironment } from '../../domain/model/api-key.ts';

const PARTNER_ID = 'primingPA';
/** From the documentation range of RFC 5737. */
const SOURCE_IP = '192.0.2.1';

type CheckedParts = Pick<
  APIGatewayRequestAuthorizerEvent,
  'headers' | 'httpMethod' | 'methodArn' | 'multiValueHeaders' | 'path' | 'pathParameters'
> & { readonly requestContext: { readonly identity: { readonly sourceIp: string } } };

/**
 * Returns a call with a key that is generated here and handed to nobody, and a store that accepts this key after it has asked
 * the real store. This lets a new instance run a complete allowed call before it serves traffic. Use the store for nothing else.
 */
export function primingCall(
  environment: KeyEnvironment,
  store: CredentialStore,
): {
  readonly event: APIGatewayRequestAuthorizerEvent;
  readonly context: Context;
  readonly store: CredentialStore;
} {
  const { key, keyId, hash } = generateApiKey(environment, PARTNER_ID);
  const headers = { accept: '*/*', host: 'priming.invalid', 'user-agent': 'priming', 'x-api-key': key };
  const event: CheckedParts = {
    httpMethod: 'GET',
    methodArn: 'arn:aws:execute-api:eu-central-1:111111111111:priming/priming/GET/',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    path: `/api/v2/partners/${PARTNER_ID}/clients`,
    pathParameters: { partner_id: PARTNER_ID },
    requestContext: { identity: { sourceIp: SOURCE_IP } },
  };
  return {
    // The authorizer reads nothing else of the event, and nothing of the context.
    event: event as unknown as APIGatewayRequestAuthorizerEvent,
    context: {} as Context,
    store: {
      findLegacyToken: (...token) => store.findLegacyToken(...token),
      findTokenPartner: (...partner) => store.findTokenPartner(...partner),
      async findApiKey(...asked) {
        await store.findApiKey(...asked);
        return {
          apiKey: { keyId, hash, name: 'Priming', status: 'active', scopes: ['*'], allowedIps: [], expiresAt: null },
          partner: {
            partnerId: PARTNER_ID,
            name: 'Priming',
            status: 'active',
            legacyTokenEnabled: false,
            legacyTokenOffAt: null,
            allowedIps: [],
          },
        };
      },
    },
  };
}
