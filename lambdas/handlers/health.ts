import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { failureProblem, jsonResponse } from '../http/management-api/responses.ts';
import type { Health } from '../http/management-api/schemas/session.ts';
import { respondToFailures } from '../http/respond-to-failures.ts';
import { type SessionRuntime, sessionRuntime } from '../runtime/management-api.ts';

/** Too short for a partner ID, so no partner has it. */
const NO_PARTNER = '-';
const HEALTHY: Health = { status: 'ok' };

/** `GET /management/v1/health`, for probes: checks gateway, functions and records, and reveals nothing else. */
export function createHealthHandler({ staff }: SessionRuntime) {
  async function health(): Promise<APIGatewayProxyResult> {
    await staff.findPartner(NO_PARTNER);
    return jsonResponse(200, HEALTHY);
  }

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>().use(respondToFailures(failureProblem)).handler(health);
}

export const handler = createHealthHandler(sessionRuntime());
