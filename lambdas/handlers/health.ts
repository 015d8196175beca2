import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { failureProblem, jsonResponse } from '../http/management-api/responses.ts';
import type { Health } from '../http/management-api/schemas/session.ts';
import { respondToFailures } from '../http/respond-to-failures.ts';
import { type SessionRuntime, sessionRuntime } from '../runtime/management-api.ts';

/** A partner ID that the operator's command line never gives out: too short to be one. */
const NOBODY = '-';
const HEALTHY: Health = { status: 'ok' };

/** `GET /management/v1/health`, for probes: whether gateway, functions and records answer. Tells nothing else to anybody. */
export function createHealthHandler({ staff }: SessionRuntime) {
  async function health(): Promise<APIGatewayProxyResult> {
    await staff.findPartner(NOBODY);
    return jsonResponse(200, HEALTHY);
  }

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>().use(respondToFailures(failureProblem)).handler(health);
}

export const handler = createHealthHandler(sessionRuntime());
