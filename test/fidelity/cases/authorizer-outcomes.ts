import type { Behavior, Expectation, FidelityCase, Json } from '../fidelity-case.ts';

/** Every gateway response contains its type, so that the response shows the outcome. */
const told = (name: string) => ({ [name]: { body: '{"type":"$context.error.responseType"}' } });
const gatewayResponses = {
  ...told('UNAUTHORIZED'),
  ...told('ACCESS_DENIED'),
  ...told('AUTHORIZER_FAILURE'),
  ...told('AUTHORIZER_CONFIGURATION_ERROR'),
};

const failure: Expectation = { status: 500, json: { type: 'AUTHORIZER_FAILURE' }, called: null };
const invalid: Expectation = { status: 500, json: { type: 'AUTHORIZER_CONFIGURATION_ERROR' }, called: null };
const denied: Expectation = { status: 403, json: { type: 'ACCESS_DENIED' }, called: null };
const unauthorized: Expectation = { status: 401, json: { type: 'UNAUTHORIZED' }, called: null };
const allowed: Expectation = { status: 200, called: 'orders' };

const outcome = (id: string, fact: string, authorizer: Behavior, expect: Expectation): FidelityCase => ({
  id: `authorizer-outcomes/${id}`,
  fact,
  api: {
    routes: [{ method: 'GET', path: '/orders', function: 'orders', authorized: true }],
    authorizer,
    gatewayResponses,
  },
  request: { path: '/orders' },
  expect,
});

const policy = (resource: Json, effect = 'Allow'): Json => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
});
const allowing = (more: Record<string, Json> = {}): Behavior => ({
  returnsFor: (event) => ({ principalId: 'caller', policyDocument: policy(event.methodArn), ...more }),
});
const throwing = (message: string, type = 'Error'): Behavior => ({ throws: { message, type } });
const withContext = (id: string, fact: string, context: Json, expect: Expectation) =>
  outcome(id, fact, allowing({ context }), expect);

export const authorizerOutcomes: readonly FidelityCase[] = [
  outcome('allow', 'A matching Allow lets the request through.', allowing(), allowed),
  outcome(
    'deny',
    'An explicit Deny is 403 ACCESS_DENIED.',
    {
      returnsFor: (event) => ({ principalId: 'caller', policyDocument: policy(event.methodArn, 'Deny') }),
    },
    denied,
  ),
  outcome(
    'no-match',
    'A policy that does not match is 403 ACCESS_DENIED.',
    {
      returns: { principalId: 'caller', policyDocument: policy('arn:aws:execute-api:*:*:none/fid/GET/orders') },
    },
    denied,
  ),
  outcome(
    'unauthorized',
    'An error with exactly the message Unauthorized is 401.',
    throwing('Unauthorized'),
    unauthorized,
  ),
  outcome(
    'unauthorized-any-type',
    'The type of that error does not matter.',
    throwing('Unauthorized', 'TypeError'),
    unauthorized,
  ),
  outcome('unauthorized-lower-case', 'Another spelling is a failure.', throwing('unauthorized'), failure),
  outcome('unauthorized-with-more', 'More than the word is a failure.', throwing('Unauthorized: expired'), failure),
  outcome('unauthorized-with-space', 'A blank after it too.', throwing('Unauthorized '), failure),
  outcome('unauthorized-in-type', 'The word as the error type is a failure.', throwing('no', 'Unauthorized'), failure),
  outcome('other-error', 'Any other error is 500 AUTHORIZER_FAILURE.', throwing('boom'), failure),
  outcome('empty-message', 'An error without a message too.', throwing(''), failure),
  outcome('timeout', 'A timeout is 500 AUTHORIZER_FAILURE.', { timesOut: true }, failure),
  outcome('result-null', 'null is an invalid result.', { returns: null }, invalid),
  outcome(
    'result-undefined',
    'A handler that returns nothing gives an invalid result.',
    { returns: undefined },
    invalid,
  ),
  outcome(
    'result-string',
    'A string is an invalid result, whatever its content.',
    { returns: 'Unauthorized' },
    invalid,
  ),
  outcome('result-list', 'A list is an invalid result.', { returns: [] }, invalid),
  outcome('result-empty', 'An empty object is an invalid result.', { returns: {} }, invalid),
  outcome(
    'result-http',
    'An HTTP response is an invalid result, not a 401.',
    {
      returns: { statusCode: 401, body: '{"message":"Unauthorized"}' },
    },
    invalid,
  ),
  outcome(
    'result-http-api',
    'The simple response of HTTP APIs is an invalid result.',
    { returns: { isAuthorized: true } },
    invalid,
  ),
  outcome('no-policy', 'A result without a policy is invalid.', { returns: { principalId: 'caller' } }, invalid),
  outcome(
    'policy-string',
    'A policy as text is invalid.',
    { returns: { principalId: 'caller', policyDocument: '{}' } },
    invalid,
  ),
  outcome(
    'policy-without-statement',
    'A policy without statements is invalid.',
    {
      returns: { principalId: 'caller', policyDocument: { Version: '2012-10-17' } },
    },
    invalid,
  ),
  outcome(
    'principal-number',
    'A principal that is no string is invalid.',
    {
      returnsFor: (event) => ({ principalId: { id: 1 }, policyDocument: policy(event.methodArn) }),
    },
    invalid,
  ),
  withContext(
    'context-object',
    'An object in the context is 500 AUTHORIZER_CONFIGURATION_ERROR.',
    { partner: { id: 'a' } },
    invalid,
  ),
  withContext('context-array', 'A list in the context too.', { scopes: ['a'] }, invalid),
  withContext('context-empty-array', 'An empty list too.', { scopes: [] }, invalid),
  withContext('context-not-an-object', 'A context that is a list is invalid.', ['a'], invalid),
  outcome(
    'context-object-with-deny',
    'An invalid context spoils a Deny as well.',
    {
      returnsFor: (event) => ({
        principalId: 'caller',
        policyDocument: policy(event.methodArn, 'Deny'),
        context: { a: {} },
      }),
    },
    invalid,
  ),
  withContext(
    'context-stringified',
    'Numbers and booleans arrive as strings.',
    { text: 'a', number: 1.5, yes: true, no: false, empty: '' },
    {
      status: 200,
      event: {
        'requestContext.authorizer.text': 'a',
        'requestContext.authorizer.number': '1.5',
        'requestContext.authorizer.yes': 'true',
        'requestContext.authorizer.no': 'false',
        'requestContext.authorizer.principalId': 'caller',
      },
    },
  ),
  withContext(
    'context-json-text',
    'JSON inside a string stays a string.',
    { json: '{"a":[1]}' },
    {
      status: 200,
      event: { 'requestContext.authorizer.json': '{"a":[1]}' },
    },
  ),
  {
    ...outcome('', '', { returnsFor: (event) => ({ policyDocument: policy(event.methodArn) }) }, invalid),
    id: 'authorizer-outcomes/no-principal',
    fact: 'A result without a principal is invalid.',
    notVerified: 'missing-principal',
  },
  {
    id: 'authorizer-outcomes/covers-options',
    fact: 'The authorizer of ANY is asked for OPTIONS too.',
    api: {
      routes: [{ method: 'ANY', path: '/orders', function: 'orders', authorized: true }],
      authorizer: throwing('Unauthorized'),
      gatewayResponses,
    },
    request: { method: 'OPTIONS', path: '/orders' },
    expect: { ...unauthorized, authorizerCalled: true },
  },
  {
    id: 'authorizer-outcomes/no-identity-source',
    fact: 'Without identity sources the function is asked also when no credential is there.',
    api: {
      routes: [{ method: 'GET', path: '/orders', function: 'orders', authorized: true }],
      authorizer: allowing(),
    },
    request: { path: '/orders' },
    expect: { ...allowed, authorizerCalled: true },
  },
  {
    id: 'authorizer-outcomes/other-routes',
    fact: 'A route without the authorizer does not ask it.',
    api: {
      routes: [
        { method: 'GET', path: '/orders', function: 'orders', authorized: true },
        { method: 'POST', path: '/token', function: 'token' },
      ],
      authorizer: throwing('Unauthorized'),
    },
    request: { method: 'POST', path: '/token' },
    expect: { status: 200, called: 'token', authorizerCalled: false },
  },
  {
    id: 'authorizer-outcomes/unknown-path',
    fact: 'An unknown path is refused without asking it.',
    api: {
      routes: [{ method: 'GET', path: '/orders', function: 'orders', authorized: true }],
      authorizer: allowing(),
    },
    request: { path: '/none' },
    expect: { status: 403, json: { message: 'Missing Authentication Token' }, authorizerCalled: false },
  },
];
