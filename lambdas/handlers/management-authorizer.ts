import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { PROBLEMS } from '../contract/problems.ts';
import { authorizeStaff, type StaffAuthorization } from '../domain/staff/authorize-staff.ts';
import { failClosed, UNAUTHORIZED_MESSAGE } from '../http/fail-closed.ts';
import { headersOf } from '../http/headers.ts';
import { knownMethod } from '../http/known-method.ts';
import { log } from '../http/log.ts';
import { managementContext } from '../http/management-api/management-caller.ts';
import { policyFor } from '../http/policy.ts';
import { type ManagementAuthorizerRuntime, managementAuthorizerRuntime } from '../runtime/management-api.ts';

const NOBODY = { user_id: 'none', email: 'none', partner_id: 'none', viewer_ip: 'none' };

/** Lambda authorizer (REQUEST) of the Management API. */
export function createManagementAuthorizer(runtime: ManagementAuthorizerRuntime) {
  async function authorizeManagementCall(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
    const authorization = await authorizeStaff(headersOf(event), { ...runtime, nowMs: Date.now() });
    if (authorization.outcome !== 'allowed') logRefusal(event, authorization);
    const method = knownMethod(event.httpMethod);
    switch (authorization.outcome) {
      case 'allowed':
        return policyFor('Allow', event.methodArn, authorization.actor.userId, {
          ...managementContext(authorization.actor),
          method,
        });
      case 'forbidden_origin':
      case 'not_a_partner_user': {
        const code = authorization.outcome;
        const viewer_ip = viewerIpOf(authorization) ?? NOBODY.viewer_ip;
        const { title, detail } = PROBLEMS[code];
        return policyFor('Deny', event.methodArn, 'none', { ...NOBODY, viewer_ip, code, title, detail, method });
      }
      case 'unauthenticated':
        throw new Error(UNAUTHORIZED_MESSAGE);
    }
  }

  return middy<APIGatewayRequestAuthorizerEvent, APIGatewayAuthorizerResult>()
    .use(failClosed())
    .handler(authorizeManagementCall);
}

type Refusal = Exclude<StaffAuthorization, { outcome: 'allowed' }>;

/** Returns the viewer's IP address, which is known only after the request has proved its origin. */
function viewerIpOf(refusal: Refusal): string | null {
  return refusal.outcome === 'forbidden_origin' ? null : refusal.ip;
}

function logRefusal(event: APIGatewayRequestAuthorizerEvent, refusal: Refusal): void {
  log('info', 'refused', {
    request_id: event.requestContext.extendedRequestId ?? null,
    code: refusal.outcome,
    method: knownMethod(event.httpMethod),
    viewer_ip: viewerIpOf(refusal),
    source_ip: event.requestContext.identity.sourceIp,
  });
}

export const handler = createManagementAuthorizer(managementAuthorizerRuntime());
