import type { Expectation, FidelityCase } from '../fidelity-case.ts';

const UUID = '9f0c3a52-6b1e-4d7a-8c55-0a1b2c3d4e5f';

const sending = (id: string, fact: string, requestId: string, expect: Expectation): FidelityCase => ({
  id: `request-ids/${id}`,
  fact,
  api: { routes: [{ method: 'ANY', path: '/orders', function: 'orders' }] },
  request: { path: '/orders', headers: [['x-amzn-RequestId', requestId]] },
  expect: { status: 200, ...expect },
});

// Developer Guide, "Access logging for REST APIs". So the request ID is nothing to recognize a call by.
export const requestIds: readonly FidelityCase[] = [
  sending('chosen', 'A client chooses the request ID with a UUID in x-amzn-RequestId.', UUID, {
    headers: { 'x-amzn-requestid': UUID },
    event: { 'requestContext.requestId': UUID },
  }),
  sending('replaced', 'Anything but a UUID is replaced.', 'dpa_test_demoPA', {
    headers: { 'x-amzn-requestid': /^[0-9a-f-]{36}_REPLACED_INVALID_REQUEST_ID$/ },
  }),
  sending('extended', 'Nothing that a client sends chooses the extended request ID.', UUID, {
    headers: { 'x-amz-apigw-id': /^[A-Za-z0-9_-]+=$/ },
    event: { 'requestContext.extendedRequestId': /^[A-Za-z0-9_-]+=$/ },
  }),
];
