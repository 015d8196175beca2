import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { type ManagementCall, managementHandler } from '../../../../lambdas/http/management-api/management-handler.ts';
import { jsonResponse } from '../../../../lambdas/http/management-api/responses.ts';
import type { Measurements } from '../../../../lambdas/http/metrics.ts';

let measured: Measurements[];
const metrics = { put: (one: Measurements) => void measured.push(one) };

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  measured = [];
});

async function call(httpMethod: string, handle: (call: ManagementCall) => ReturnType<ManagementCall['problem']>) {
  const event = {
    httpMethod,
    resource: '/management/v1/api-keys',
    requestContext: {
      extendedRequestId: 'id',
      authorizer: { user_id: 'user', email: 'a@b.example', partner_id: 'demoPA', viewer_ip: '203.0.113.7' },
    },
  } as unknown as APIGatewayProxyEvent;
  return managementHandler(async (it) => handle(it), metrics)(event, {} as Context);
}

describe('what whoever runs the platform has to hear of is measured', () => {
  it.each([
    ['a code that could not be sent', 'otp_dispatch_failed', 'CodesNotSent'],
    ['a user who is locked', 'otp_locked', 'CodeLocks'],
  ] as const)('%s', async (_, code, name) => {
    await call('POST', ({ problem }) => problem(code));
    expect(measured).toEqual([{ atMs: expect.any(Number), values: { [name]: 1 } }]);
  });

  it.each([
    ['another refusal', 'POST', ({ problem }: ManagementCall) => problem('otp_incorrect')],
    ['a success', 'POST', () => jsonResponse(201, {})],
    ['a read', 'GET', () => jsonResponse(200, {})],
  ] as const)('and not %s', async (_, method, handle) => {
    await call(method, handle);
    expect(measured).toEqual([]);
  });
});
