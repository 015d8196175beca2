import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { FunctionProblemCode } from '../../contract/problems.ts';
import type { Actor } from '../../domain/model/audit-event.ts';
import { MetricName } from '../../env.ts';
import { log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { respondToFailures } from '../respond-to-failures.ts';
import { actorOf } from './management-caller.ts';
import type { Parsed } from './request-body.ts';
import { failureProblem, type ProblemDetails, problemResponse } from './responses.ts';

/** Problems that operators are alerted to. */
const MEASURED: ReadonlyMap<string, MetricName> = new Map<FunctionProblemCode, MetricName>([
  ['otp_dispatch_failed', MetricName.CODES_NOT_SENT],
  ['otp_locked', MetricName.CODE_LOCKS],
]);

/** One call of the Management API, as its handlers see it. */
export interface ManagementCall {
  readonly event: APIGatewayProxyEvent;
  readonly actor: Actor;
  readonly nowMs: number;
  problem(code: FunctionProblemCode, details?: ProblemDetails): APIGatewayProxyResult;
  /** Responds to input that could not be parsed. */
  refuse(parsed: Exclude<Parsed<never>, { value: never }>): APIGatewayProxyResult;
}

/**
 * Calls the handler with the caller, and responds to what it throws: an error in our own code, or a failed dependency.
 * @param metrics - for functions that send or redeem codes
 */
export function managementHandler(
  handle: (call: ManagementCall) => Promise<APIGatewayProxyResult>,
  metrics: Metrics | null = null,
) {
  async function handleManagementCall(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const problem: ManagementCall['problem'] = (code, details) => problemResponse(code, requestIdOf(event), details);
    const call: ManagementCall = {
      event,
      actor: actorOf(event.requestContext.authorizer),
      nowMs: Date.now(),
      problem,
      refuse: (parsed) =>
        problem(parsed.problem, parsed.problem === 'invalid_request' ? { errors: parsed.errors } : {}),
    };
    const response = await handle(call);
    if (event.httpMethod !== 'GET') {
      const code = response.statusCode < 400 ? null : (JSON.parse(response.body).code as string);
      logChange(call, response.statusCode, code);
      const name = MEASURED.get(code ?? '');
      if (name !== undefined) metrics?.put({ atMs: call.nowMs, values: { [name]: 1 } });
    }
    return response;
  }
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(respondToFailures(failureProblem))
    .handler(handleManagementCall);
}

/** Logs each call that changes something or tries to; reads are in the access log only. */
function logChange({ event, actor }: ManagementCall, status: number, code: string | null): void {
  log('info', 'management_call', {
    request_id: requestIdOf(event),
    method: event.httpMethod,
    resource: event.resource,
    status,
    code,
    user_id: actor.userId,
    partner_id: actor.partnerId,
    viewer_ip: actor.ip,
  });
}

function requestIdOf(event: APIGatewayProxyEvent): string {
  return event.requestContext?.extendedRequestId ?? 'unknown';
}
