import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { generateApiKey } from '../domain/api-key.ts';
import { type Authorization, authorize } from '../domain/authorize.ts';
import { authorizerContext } from '../http/authorizer-context.ts';
import { failClosed, UNAUTHORIZED_MESSAGE } from '../http/fail-closed.ts';
import { headersOf } from '../http/headers.ts';
import { log } from '../http/log.ts';
import { policyFor } from '../http/policy.ts';
import { prime } from '../http/prime.ts';
import { type AuthorizerRuntime, authorizerRuntime } from '../runtime.ts';

type CheckedParts = Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'multiValueHeaders' | 'path' | 'pathParameters'>;

/** Lambda authorizer (REQUEST) of the Partner API. */
export function createPartnerAuthorizer(runtime: AuthorizerRuntime) {
  async function authorizePartnerCall(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
    const authorization = await check(event, runtime);
    if (authorization.outcome !== 'allowed') logRefusal(event, authorization);
    switch (authorization.outcome) {
      case 'allowed':
      case 'denied': {
        const context = authorizerContext(authorization);
        const effect = authorization.outcome === 'allowed' ? 'Allow' : 'Deny';
        return policyFor(effect, event.methodArn, context.credential_id, context);
      }
      case 'unauthorized':
        throw new Error(UNAUTHORIZED_MESSAGE);
    }
  }

  return middy<APIGatewayRequestAuthorizerEvent, APIGatewayAuthorizerResult>()
    .use(failClosed())
    .handler(authorizePartnerCall);
}

function check(event: CheckedParts, { store, environment }: AuthorizerRuntime): Promise<Authorization> {
  return authorize(
    {
      headers: headersOf(event),
      path: event.path,
      partnerIdParameter: event.pathParameters?.partner_id ?? null,
    },
    { store, environment, now: Math.floor(Date.now() / 1000) },
  );
}

/** With a key that was never given out. */
function unknownCall({ environment }: AuthorizerRuntime): CheckedParts {
  const { key } = generateApiKey(environment, 'primingPA');
  return { headers: { 'x-api-key': key }, multiValueHeaders: null, path: '/whoami', pathParameters: null };
}

function logRefusal(
  event: APIGatewayRequestAuthorizerEvent,
  refusal: Exclude<Authorization, { outcome: 'allowed' }>,
): void {
  log('info', 'refused', {
    request_id: event.requestContext.extendedRequestId ?? null,
    code: refusal.outcome === 'denied' ? refusal.code : 'unauthorized',
    reason: refusal.outcome === 'denied' ? refusal.code : refusal.reason,
    partner_id: refusal.trace.partnerId,
    credential_id: refusal.trace.credentialId,
    source_ip: event.requestContext.identity.sourceIp,
  });
}

const runtime = authorizerRuntime();
const primingCall = unknownCall(runtime);

export const handler = createPartnerAuthorizer(runtime);

await prime(() => check(primingCall, runtime));
