import { describe, expect, test } from '@jest/globals';
import { Grants } from '../../../local/iam/grants.ts';
import type { Permissions } from '../../../local/iam/permissions.ts';
import { accessDenied, errorResponse } from '../../../local/iam/service-errors.ts';
import { parsePolicy } from '../../../local/policy/policy-document.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:000000000000:table/records';

function roleWith(...statements: object[]) {
  return {
    arn: 'arn:aws:iam::000000000000:role/token-role',
    name: 'token-role',
    statements: parsePolicy({ Statement: statements }, { conditions: true }),
  };
}

function setUp(...statements: object[]) {
  const role = roleWith(...statements);
  const grants = new Grants();
  grants.add('token', role);
  return { role, grants };
}

const allow = (Action: unknown, Resource: unknown = TABLE, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const access = (action: string, resource = TABLE) => ({ action: `dynamodb:${action}`, resource, context: {} });

describe('a role does not allow', () => {
  test.each<[string, object[], Permissions, string, boolean]>([
    ['what nothing grants', [allow('dynamodb:GetItem')], [access('PutItem')], 'PutItem', false],
    ['another table', [allow('dynamodb:*')], [access('GetItem', `${TABLE}-2`)], 'GetItem', false],
    ['an index of the table', [allow('dynamodb:*')], [access('Query', `${TABLE}/index/i`)], 'Query', false],
    [
      'one of several permissions',
      [allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'])],
      [access('PutItem'), access('ConditionCheckItem'), access('UpdateItem')],
      'ConditionCheckItem',
      false,
    ],
    [
      'what is forbidden elsewhere',
      [allow('*', '*'), { Effect: 'Deny', Action: 'dynamodb:Put*', Resource: TABLE }],
      [access('GetItem'), access('PutItem')],
      'PutItem',
      true,
    ],
    [
      'what its condition excludes',
      [
        allow('dynamodb:GetItem', TABLE, {
          Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'A*' } },
        }),
      ],
      [{ ...access('GetItem'), context: { 'dynamodb:LeadingKeys': ['B'] } }],
      'GetItem',
      false,
    ],
  ])('%s', (_, statements, permissions, action, explicitly) => {
    const { role, grants } = setUp(...statements);

    expect(grants.findDenied(role, permissions)).toMatchObject({
      request: { action: `dynamodb:${action}` },
      explicitly,
    });
    expect(grants.uses().every(({ uses }) => uses === 0)).toBe(true);
  });

  test('anything if it is not known', () => {
    const { role, grants } = setUp(allow('*', '*'));

    expect(
      grants.findDenied({ ...role, arn: 'arn:aws:iam::000000000000:role/other' }, [access('GetItem')]),
    ).not.toBeNull();
  });
});

test('counts the use of grants by action and resource, once per request', () => {
  const { role, grants } = setUp(allow(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:GetItem']));

  expect(grants.findDenied(role, [access('PutItem'), access('PutItem'), access('UpdateItem')])).toBeNull();
  expect(grants.findDenied(role, [access('PutItem')])).toBeNull();

  expect(grants.uses()).toEqual(
    [
      ['dynamodb:PutItem', 2],
      ['dynamodb:UpdateItem', 1],
      ['dynamodb:GetItem', 0],
    ].map(([action, uses]) => ({ function: 'token', action, resource: TABLE, condition: null, uses, usesOf: {} })),
  );
});

test('counts which kinds of records a grant was needed for, once per request', () => {
  const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['A*', 'B*', 'C*'] } };
  const { role, grants } = setUp(allow('dynamodb:PutItem', TABLE, { Condition }));
  const put = (...keys: string[]) => ({ ...access('PutItem'), context: { 'dynamodb:LeadingKeys': keys } });

  expect(grants.findDenied(role, [put('A1'), put('A2'), put('B1')])).toBeNull();
  expect(grants.findDenied(role, [put('B1', 'B2')])).toBeNull();
  expect(grants.findDenied(role, [put('B1'), put('D1')])).not.toBeNull();

  expect(grants.uses()).toEqual([expect.objectContaining({ uses: 2, usesOf: { 'A*': 1, 'B*': 2, 'C*': 0 } })]);
});

describe('a refusal', () => {
  const refusal = accessDenied('token', roleWith(allow('dynamodb:GetItem')), {
    request: access('PutItem'),
    explicitly: false,
  });

  test('names the caller, the action and the reason, as IAM does', () => {
    expect(refusal.message).toBe(
      `User: arn:aws:sts::000000000000:assumed-role/token-role/token is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`,
    );
  });

  test('is a client error in the JSON protocols, and 403 in the other', () => {
    expect(errorResponse('json-1.0', refusal).status).toBe(400);
    expect(JSON.parse(errorResponse('json-1.0', refusal).body).__type).toBe(
      'com.amazon.coral.service#AccessDeniedException',
    );
    expect(errorResponse('json-1.1', refusal).status).toBe(400);
    expect(JSON.parse(errorResponse('json-1.1', refusal).body).__type).toBe('AccessDeniedException');
    expect(errorResponse('rest-json', refusal)).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    });
  });
});
