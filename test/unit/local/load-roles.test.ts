import { afterEach, describe, expect, test } from '@jest/globals';
import { decide } from '../../../local/policy/decide.ts';
import { loadStacks, removeAssemblies } from './assembly-fixture.ts';

afterEach(removeAssemblies);

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
};
const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { S3Bucket: 'b', S3Key: 'bundle' },
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
  },
};
const ALLOW = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } };
const TABLE = { Type: 'AWS::DynamoDB::Table', Properties: {} };

const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const role = (more: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: TRUST, ...more },
});
const policy = (PolicyDocument: unknown, more: object = {}) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'p', PolicyDocument, Roles: [{ Ref: 'Role' }], ...more },
});

function load(resources: object) {
  return loadStacks({ S: { Resources: { Fn: FUNCTION, Role: role(), Table: TABLE, ...resources } } }, ['bundle']);
}

// If a part of a role were ignored, the local run would allow what AWS refuses.
describe('the start stops on', () => {
  test.each<[string, object, RegExp]>([
    ['no policy', { Policy: policy(undefined) }, /PolicyDocument: The policy document is invalid. .*expected object/],
    ['NotAction', { Policy: policy(document({ Effect: 'Allow', NotAction: 'x', Resource: '*' })) }, /NotAction/],
    ['an unknown operator', { Policy: policy(document({ ...ALLOW, Condition: { Bool: { a: 'b' } } })) }, /Bool/],
    [
      'an unknown key',
      { Policy: policy(document({ ...ALLOW, Condition: { StringEquals: { 'aws:SourceIp': '::1' } } })) },
      /Policy \(AWS::IAM::Policy\).*aws:SourceIp/,
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the variable of a policy.
    ['a variable', { Policy: policy(document({ ...ALLOW, Resource: 'arn:${aws:username}' })) }, /variables/],
    ['users in a policy', { Policy: policy(document(ALLOW), { Users: ['u'] }) }, /Users/],
    ['a managed policy', { Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/x'] }) }, /ManagedPolicyArns/],
    [
      'a managed policy of the template',
      { M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'Role' }] } } },
      /managed policies/,
    ],
    ['a boundary', { Role: role({ PermissionsBoundary: 'arn:aws:iam::aws:policy/x' }) }, /PermissionsBoundary/],
    [
      'a trust in others',
      {
        Role: role({
          AssumeRolePolicyDocument: document({ ...TRUST.Statement[0], Principal: { Service: 'ec2.amazonaws.com' } }),
        }),
      },
      /trust/,
    ],
    [
      'a role from elsewhere',
      { Fn: { ...FUNCTION, Properties: { ...FUNCTION.Properties, Role: 'arn:aws:iam::1:role/r' } } },
      /arn:aws:iam::1:role\/r is not in the template/,
    ],
  ])('%s', (_, resources, message) => {
    expect(() => load(resources)).toThrow(message);
  });
});

test("a role's policies, inline and attached, count together", () => {
  const inline = { PolicyName: 'i', PolicyDocument: document({ ...ALLOW, Action: 'dynamodb:Query' }) };
  const [found] = [...load({ Role: role({ Policies: [inline] }), Policy: policy(document(ALLOW)) }).roles.values()];
  const resource = 'arn:aws:dynamodb:eu-central-1:000000000000:table/S-Table';
  const decision = (action: string) => decide(found?.statements ?? [], { action, resource, context: {} }).decision;

  expect(found).toMatchObject({ arn: 'arn:aws:iam::000000000000:role/S-Role', name: 'S-Role' });
  expect(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'].map(decision)).toEqual([
    'allow',
    'allow',
    'no-match',
  ]);
});

test('a role without a function is ignored', () => {
  const resources = {
    Other: role({ ManagedPolicyArns: ['x'], PermissionsBoundary: 'y' }),
    Policy: policy(document({ Effect: 'Allow', NotAction: 'x', Resource: '*' }), { Roles: [{ Ref: 'Other' }] }),
  };

  expect([...load(resources).roles.values()]).toEqual([expect.objectContaining({ name: 'S-Role', statements: [] })]);
});
