import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { createHealthHandler } from '../../lambdas/handlers/health.ts';
import { managementCall, problem } from './management-call.ts';
import { managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';

const { lines, logged } = observeFunctions();

// A probe that is told that all is well while the table does not answer wakes nobody.
describe('GET /health', () => {
  it('is unavailable while the records do not answer, and says no more than that', async () => {
    const ports = managementPorts();
    ports.records.failure = new DependencyError('dynamodb', 'DynamoDB failed: TimeoutError.');
    const response = await managementCall(createHealthHandler(ports), { route: '/health' });
    expect(problem(response)).toEqual({ status: 503, code: 'temporarily_unavailable', retryAfter: '5' });
    expect(response.body).not.toContain('DynamoDB');
    expect(logged()).toMatchObject([{ message: 'request_failed', error: 'DependencyError' }]);
  });

  it('is ok when they do, for anybody', async () => {
    const handler = createHealthHandler(managementPorts());
    const { status, json } = await managementCall(handler, { route: '/health' });
    expect({ status, json }).toEqual({ status: 200, json: { status: 'ok' } });
    const event = { requestContext: {} } as APIGatewayProxyEvent;
    expect(await handler(event, {} as Context)).toMatchObject({ statusCode: 200 });
    expect(lines).toEqual([]);
  });
});
