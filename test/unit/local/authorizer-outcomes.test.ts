import { describe, expect, test } from '@jest/globals';
import type { InvocationResult } from '../../../local/functions/invocation.ts';
import { judgeAuthorizerResult } from '../../../local/gateway/authorizer-verdict.ts';

const METHOD_ARN = 'arn:aws:execute-api:eu-central-1:000000000000:abcdefghij/live/GET/partners/demoPA';

function result(more: Record<string, unknown> = {}, effect = 'Allow', resource = METHOD_ARN): InvocationResult {
  const policyDocument = {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
  };
  return { kind: 'result', payload: { principalId: 'someone', policyDocument, ...more } };
}

function failure(errorMessage: string): InvocationResult {
  return { kind: 'error', errorType: 'Error', errorMessage };
}

describe('an authorizer that does not allow the call', () => {
  test.each<[string, InvocationResult, string]>([
    ['the one message of a 401', failure('Unauthorized'), 'UNAUTHORIZED'],
    ['the same message in another spelling', failure('unauthorized'), 'AUTHORIZER_FAILURE'],
    ['a longer message', failure('Unauthorized.'), 'AUTHORIZER_FAILURE'],
    ['a time-out', { kind: 'timeout' }, 'AUTHORIZER_FAILURE'],
    ['a Deny', result({}, 'Deny'), 'ACCESS_DENIED'],
    ['a policy for another path', result({}, 'Allow', `${METHOD_ARN}/clients`), 'ACCESS_DENIED'],
    ['no result', { kind: 'result', payload: null }, 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['an HTTP response', { kind: 'result', payload: { statusCode: 500 } }, 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['no principal', result({ principalId: undefined }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['no policy', result({ policyDocument: undefined }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['an object in the context', result({ context: { a: {} } }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['a list in the context', result({ context: { a: [] } }), 'AUTHORIZER_CONFIGURATION_ERROR'],
    ['null in the context', result({ context: { a: null } }), 'AUTHORIZER_CONFIGURATION_ERROR'],
  ])('%s', (_, invocation, responseType) => {
    expect(judgeAuthorizerResult(invocation, METHOD_ARN).error?.responseType).toBe(responseType);
  });

  test('keeps the context of a returned Deny for the body, and has none for a 401', () => {
    const denied = judgeAuthorizerResult(result({ context: { code: 'partner_mismatch' } }, 'Deny'), METHOD_ARN);
    const unauthorized = judgeAuthorizerResult(failure('Unauthorized'), METHOD_ARN);

    expect(denied.output?.context).toEqual({ code: 'partner_mismatch' });
    expect(unauthorized.output).toBeNull();
  });
});

test('gives a reason that does not break an access log line of JSON', () => {
  const { reason } = judgeAuthorizerResult(result({ 'a"key': 1, principalId: '' }), METHOD_ARN);

  expect(JSON.parse(`{"error":"${reason}"}`)).toEqual({ error: expect.stringContaining('principalId') });
});

test('allows a call with a matching Allow, with every context value as text', () => {
  const verdict = judgeAuthorizerResult(result({ context: { a: 'x', b: 1, c: true } }), METHOD_ARN);

  expect(verdict.error).toBeNull();
  expect(verdict.output).toEqual({ principalId: 'someone', context: { a: 'x', b: '1', c: 'true' } });
});
