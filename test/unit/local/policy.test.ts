import { describe, expect, test } from '@jest/globals';
import { evaluatePolicy } from '../../../local/gateway/authorizer-verdict.ts';
import { PolicyError } from '../../../local/policy/conditions.ts';

const ARN = 'arn:aws:execute-api:eu-central-1:000000000000:abcdefghij/live';
const INVOKE = 'execute-api:Invoke';

function statement(effect: string, resource: unknown, action: unknown = INVOKE) {
  return { Effect: effect, Action: action, Resource: resource };
}

function decide(resource: string, ...statements: unknown[]) {
  return evaluatePolicy({ Version: '2012-10-17', Statement: statements }, INVOKE, `${ARN}${resource}`);
}

describe('a policy that must not allow the call', () => {
  test.each([
    ['a Deny after an Allow', '/GET/a', [statement('Allow', `${ARN}/GET/a`), statement('Deny', `${ARN}/GET/a`)]],
    ['a Deny before an Allow', '/GET/a', [statement('Deny', '*'), statement('Allow', `${ARN}/GET/a`)]],
  ])('%s', (_, resource, statements) => {
    expect(decide(resource, ...statements)).toBe('explicit-deny');
  });

  test.each([
    ['a shorter path', '/GET/orders/secret', `${ARN}/GET/orders`],
    ['an end of the path', '/GET/orders', 'orders'],
    ['a dot is no wildcard', '/GET/aXb', `${ARN}/GET/a.b`],
    ['a plus is no quantifier', '/GET/aa', `${ARN}/GET/a+`],
    ['a question mark is one character, not none', '/GET/a', `${ARN}/GET/a?`],
    ['another method', '/POST/a', `${ARN}/GET/a`],
    ['another spelling', '/GET/Demo', `${ARN}/GET/demo`],
    ['brackets are no class', '/GET/a', `${ARN}/GET/[a]*`],
    ['a bar is no choice', '/GET/a', `${ARN}/GET/x|*`],
  ])('%s', (_, resource, pattern) => {
    expect(decide(resource, statement('Allow', pattern))).toBe('no-match');
  });

  test('an action of another kind', () => {
    expect(decide('/GET/a', statement('Allow', '*', 'execute-api:ManageConnections'))).toBe('no-match');
  });

  test.each([
    ['no document', undefined],
    ['a text', '{}'],
    ['no statement', { Version: '2012-10-17', Statement: [] }],
    ['a statement with a condition', { Statement: [{ ...statement('Allow', '*'), Condition: {} }] }],
    ['NotAction', { Statement: [{ Effect: 'Allow', NotAction: 'x', Resource: '*' }] }],
    ['NotResource', { Statement: [{ Effect: 'Allow', Action: '*', NotResource: 'x' }] }],
    ['an unknown effect', { Statement: [statement('allow', '*')] }],
    ['no resource', { Statement: [{ Effect: 'Allow', Action: '*' }] }],
    ['a resource that is no text', { Statement: [statement('Allow', [1])] }],
    ['an unknown version', { Version: '2008-10-17', Statement: [statement('Allow', '*')] }],
  ])('is an error: %s', (_, document) => {
    expect(() => evaluatePolicy(document, INVOKE, `${ARN}/GET/a`)).toThrow(PolicyError);
  });
});

test.each([
  ['exactly', '/GET/a', `${ARN}/GET/a`],
  ['a star over slashes', '/GET/a/b/c', `${ARN}/GET/*`],
  ['a question mark', '/GET/ab', `${ARN}/GET/a?`],
  ['a list', '/GET/a', ['nothing', `${ARN}/*/a`]],
])('allows: %s', (_, resource, pattern) => {
  expect(decide(resource, statement('Allow', pattern))).toBe('allow');
});

test('compares actions in any case and with wildcards', () => {
  expect(decide('/GET/a', statement('Allow', '*', ['EXECUTE-API:*']))).toBe('allow');
});
