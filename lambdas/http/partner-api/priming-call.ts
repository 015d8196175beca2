import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
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
 * A call with a key that is made up here and given to nobody, and a store that takes it for a live one after asking the real
 * store: so an instance can go all the way of an allowed call before its first. The store is for this call alone.
 */
export function primingCall(
  environment: KeyEnvironment,
  store: CredentialStore,
): { readonly event: APIGatewayRequestAuthorizerEvent; readonly store: CredentialStore } {
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
    // The rest of a real event is read by nothing.
    event: event as unknown as APIGatewayRequestAuthorizerEvent,
    store: {
      findLegacyToken: (...token) => store.findLegacyToken(...token),
      findPartner: (...partner) => store.findPartner(...partner),
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
