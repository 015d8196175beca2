import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { type Authorization, authorize } from '../domain/authorize/authorize.ts';
import { isPartnerId } from '../domain/model/api-key.ts';
import { normalIp } from '../domain/model/ip-allowlist.ts';
import { failClosed, UNAUTHORIZED_MESSAGE } from '../http/fail-closed.ts';
import { headersOf } from '../http/headers.ts';
import { knownMethod } from '../http/known-method.ts';
import { log } from '../http/log.ts';
import { authorizerContext } from '../http/partner-api/authorizer-context.ts';
import { callerIp } from '../http/partner-api/caller-ip.ts';
import { prime } from '../http/partner-api/prime.ts';
import { primingCall } from '../http/partner-api/priming-call.ts';
import { policyFor } from '../http/policy.ts';
import { type AuthorizerRuntime, authorizerRuntime } from '../runtime/partner-api.ts';

/** Lambda authorizer (REQUEST) of the Partner API. */
export function createPartnerAuthorizer(runtime: AuthorizerRuntime) {
  async function authorizePartnerCall(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
    const sourceIp = callerIp(event, runtime.trustedCdn);
    const authorization = await check(event, sourceIp, runtime);
    // The gateway's value is an IP address. A header may hold anything, so only an IP address from it goes on.
    const judgedIp = runtime.trustedCdn === null ? undefined : normalIp(sourceIp);
    if (authorization.outcome !== 'allowed') {
      logRefusal(event, judgedIp === undefined ? sourceIp : judgedIp, authorization);
    }
    switch (authorization.outcome) {
      case 'allowed':
      case 'denied': {
        const context = authorizerContext(authorization, event.httpMethod, judgedIp);
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

/** Usage figures of 401s and explanations of refusals are made from these lines (ADR 11). */
function logRefusal(
  event: APIGatewayRequestAuthorizerEvent,
  sourceIp: string | null,
  refused: Exclude<Authorization, { outcome: 'allowed' }>,
): void {
  const { partnerId, credentialId, credentialType, pathPartnerId, requiredScope } = refused.trace;
  log('info', 'refused', {
    request_id: event.requestContext.extendedRequestId ?? null,
    code: refused.outcome === 'denied' ? refused.refusal.code : 'unauthorized',
    reason: refused.outcome === 'denied' ? refused.refusal.code : refused.reason,
    partner_id: partnerId,
    credential_type: credentialType,
    credential_id: credentialId,
    source_ip: sourceIp,
    method: knownMethod(event.httpMethod),
    path_partner_id: loggedPartnerId(pathPartnerId),
    required_scope: requiredScope,
  });
}

const LIKE_A_CODE = /^[0-9]{6}$/;

/**
 * Returns the partner ID of a path, if that is what it is. A path can hold anything, even a credential: no key, token or
 * password of ours has the form of a partner ID, and a one-time code, which has it, is left out.
 */
function loggedPartnerId(text: string | null): string | null {
  return text !== null && isPartnerId(text) && !LIKE_A_CODE.test(text) ? text : null;
}

const ownRuntime = authorizerRuntime();

export const handler = createPartnerAuthorizer(ownRuntime);

const priming = primingCall(ownRuntime.environment, ownRuntime.store);
const primedHandler = createPartnerAuthorizer({ ...ownRuntime, store: priming.store });
await prime(async () => primedHandler(priming.event, priming.context));
