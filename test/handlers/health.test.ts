import { beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { DependencyError } from '../../lambdas/domain/dependency-error.ts';

let createHealthHandler: typeof import('../../lambdas/handlers/health.ts').createHealthHandler;
let lines: string[];

beforeAll(async () => {
  // The module makes its own handler from the environment when it is loaded, as in Lambda.
  Object.assign(process.env, { TABLE_NAME: 'records', AWS_REGION: 'eu-central-1' });
  ({ createHealthHandler } = await import('../../lambdas/handlers/health.ts'));
});
beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
});

const probe = (findPartner: () => Promise<null>) =>
  createHealthHandler({ staff: { findUser: async () => null, findPartner } })(
    { requestContext: { extendedRequestId: 'request' } } as APIGatewayProxyEvent,
    {} as Context,
  );

// A probe that is told that all is well while the table does not answer wakes nobody.
it('is not well while the records do not answer, and says no more than that', async () => {
  const answer = await probe(() => Promise.reject(new DependencyError('dynamodb', 'DynamoDB failed: TimeoutError.')));
  expect(answer.statusCode).toBe(503);
  expect(answer.body).not.toContain('DynamoDB');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { message: 'request_failed', error: 'DependencyError' },
  ]);
});

it('is well when they do', async () => {
  expect(await probe(async () => null)).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
});
