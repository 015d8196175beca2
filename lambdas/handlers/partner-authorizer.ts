import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { generateApiKey } from '../domain/api-key.ts';
import { type Authorization, authorize } from '../domain/authorize.ts';
import { authorizerContext } from '../http/authorizer-context.ts';
import { callerAddress } from '../http/caller-address.ts';
import { failClosed, UNAUTHORIZED_MESSAGE } from '../http/fail-closed.ts';
import { headersOf } from '../http/headers.ts';
import { log } from '../http/log.ts';
import { policyFor } from '../http/policy.ts';
import { prime } from '../http/prime.ts';
import { type AuthorizerRuntime, authorizerRuntime } from '../runtime.ts';

interface CheckedCall {
  readonly event: Pick<
    APIGatewayRequestAuthorizerEvent,
    'headers' | 'httpMethod' | 'multiValueHeaders' | 'path' | 'pathParameters'
  >;
  readonly sourceIp: string;
}

/** Lambda authorizer (REQUEST) of the Partner API. */
export function createPartnerAuthorizer(runtime: AuthorizerRuntime) {
  async function authorizePartnerCall(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
    const sourceIp = callerAddress(event, runtime.trustedCdn);
    const authorization = await check({ event, sourceIp }, runtime);
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

function check({ event, sourceIp }: CheckedCall, { store, environment }: AuthorizerRuntime): Promise<Authorization> {
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

/** With a key that was never given out. */
function unknownCall({ environment }: AuthorizerRuntime): CheckedCall {
  const { key } = generateApiKey(environment, 'primingPA');
  const headers = { 'x-api-key': key };
  const event = { headers, httpMethod: 'GET', multiValueHeaders: null, path: '/whoami', pathParameters: null };
  return { event, sourceIp: '192.0.2.1' };
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
const primingCall = unknownCall(runtime);

export const handler = createPartnerAuthorizer(runtime);

await prime(() => check(primingCall, runtime));
