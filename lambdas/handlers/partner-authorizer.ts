import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { type Authorization, authorize } from '../domain/authorize.ts';
import { authorizerContext } from '../http/authorizer-context.ts';
import { callerAddress } from '../http/caller-address.ts';
import { failClosed, UNAUTHORIZED_MESSAGE } from '../http/fail-closed.ts';
import { headersOf } from '../http/headers.ts';
import { log } from '../http/log.ts';
import { policyFor } from '../http/policy.ts';
import { prime } from '../http/prime.ts';
import { primingCall } from '../http/priming-call.ts';
import { type AuthorizerRuntime, authorizerRuntime } from '../runtime.ts';

/** Lambda authorizer (REQUEST) of the Partner API. */
export function createPartnerAuthorizer(runtime: AuthorizerRuntime) {
  async function authorizePartnerCall(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
    const sourceIp = callerAddress(event, runtime.trustedCdn);
    const authorization = await check(event, sourceIp, runtime);
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

function check(
  event: APIGatewayRequestAuthorizerEvent,
  sourceIp: string,
  { store, environment }: AuthorizerRuntime,
): Promise<Authorization> {
  return authorize(
    {
      headers: headersOf(event),
      method: event.httpMethod,
      path: event.path,
      sourceIp,
      partnerIdParameter: event.pathParameters?.partner_id ?? null,
    },
    { store, environment, now: Math.floor(Date.now() / 1000) },
  );
}

function logRefusal(
  event: APIGatewayRequestAuthorizerEvent,
  refusal: Exclude<Authorization, { outcome: 'allowed' }>,
): void {
  log('info', 'refused', {
    request_id: event.requestContext.extendedRequestId ?? null,
    code: refusal.outcome === 'denied' ? refusal.denial.code : 'unauthorized',
    reason: refusal.outcome === 'denied' ? refusal.denial.code : refusal.reason,
    partner_id: refusal.trace.partnerId,
    credential_id: refusal.trace.credentialId,
    source_ip: event.requestContext.identity.sourceIp,
  });
}

const runtime = authorizerRuntime();

export const handler = createPartnerAuthorizer(runtime);

const { event, store } = primingCall(runtime.environment, runtime.store);
const primed = createPartnerAuthorizer({ ...runtime, store });
await prime(async () => primed(event, {} as Context));
