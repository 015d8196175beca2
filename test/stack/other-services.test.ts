import { beforeAll, describe, expect, test } from '@jest/globals';
import { FUNCTION_NAMES, type FunctionName } from '../../lib/functions/function-names.ts';
import { decide } from '../../local/policy/decide.ts';
import type { Statement } from '../../local/policy/policy-document.ts';
import { functionPolicies } from './function-policies.ts';
import { synthesizeStacks } from './synthesized-stacks.ts';

const SENDER = 'codes@hub.example.com';
/** What each function needs besides records and its own log, by what it is for. */
const NEEDS: Partial<Readonly<Record<FunctionName, readonly string[]>>> = {
  token: ['cognito-idp:AdminInitiateAuth'],
  'management-authorizer': ['secretsmanager:GetSecretValue <HubOriginSecret>'],
  'api-keys': ['secretsmanager:GetSecretValue <OtpPepperSecret>'],
  settings: ['secretsmanager:GetSecretValue <OtpPepperSecret>'],
  'otp-challenges': [
    'secretsmanager:GetSecretValue <OtpPepperSecret>',
    'secretsmanager:GetSecretValue <MessagingApiKeySecret>',
    'ses:SendEmail',
  ],
  'expiry-warnings': ['ses:SendEmail'],
  'notice-sender': [
    'ses:SendEmail',
    'sqs:SendMessage',
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ],
  'usage-counter': ['sqs:SendMessage'],
  'certificate-check': ['apigateway:GET'],
  'legacy-token': ['secretsmanager:GetSecretValue <OtpPepperSecret>'],
  sessions: ['cognito-idp:AdminUserGlobalSignOut'],
  'password-reset': ['cognito-idp:AdminUserGlobalSignOut'],
};
const OF_EVERY_FUNCTION = ['logs:CreateLogStream', 'logs:PutLogEvents'];
/** What somebody who is in a function would like to do. */
const FOREIGN_ACTIONS = [
  ...['apigateway:PATCH', 'apigateway:POST', 'cloudformation:UpdateStack', 'cloudfront:UpdateDistribution'],
  ...[
    'cognito-idp:AdminCreateUser',
    'cognito-idp:AdminGetUser',
    'cognito-idp:AdminSetUserPassword',
    'cognito-idp:ListUsers',
  ],
  ...['iam:AttachRolePolicy', 'iam:CreateAccessKey', 'iam:PassRole', 'iam:PutRolePolicy', 'kms:Decrypt'],
  ...['lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
  ...['logs:DeleteLogGroup', 'logs:FilterLogEvents', 'logs:GetLogEvents', 's3:GetObject', 's3:PutObject'],
  ...['secretsmanager:ListSecrets', 'secretsmanager:PutSecretValue', 'ses:SendRawEmail', 'sns:Publish'],
  ...['sqs:DeleteMessage', 'sqs:ReceiveMessage', 'ssm:GetParameter', 'sts:AssumeRole', 'sts:GetFederationToken'],
];
const FOREIGN_RESOURCES = ['*', 'arn:aws:s3:::bucket/object', 'arn:aws:iam::000000000000:role/admin'];

let policies: Map<FunctionName, Statement[]>;
let resources: string[];
let actions: string[];

beforeAll(async () => {
  policies = functionPolicies(await synthesizeStacks({ senderAddress: SENDER }));
  const statements = [...policies.values()].flat();
  resources = [...new Set(statements.flatMap((statement) => statement.resources))].map((one) =>
    one.replaceAll('*', 'x'),
  );
  actions = [...new Set([...statements.flatMap((statement) => statement.actions), ...FOREIGN_ACTIONS])];
});

/** What a function may do to anything that any function may do something to, and to what none may. */
function allowed(name: FunctionName, sender: string): string[] {
  const context = { 'ses:FromAddress': [sender], 'dynamodb:LeadingKeys': ['nothing'] };
  return actions.flatMap((action) =>
    [...resources, ...FOREIGN_RESOURCES]
      .filter((resource) => decide(policies.get(name) ?? [], { action, resource, context }).decision === 'allow')
      .map((resource) => `${action} ${resource}`),
  );
}

describe.each(FUNCTION_NAMES)('%s', (name) => {
  const needs = [...OF_EVERY_FUNCTION, ...(NEEDS[name] ?? [])];

  test('may do to other services what it is for, and nothing else', () => {
    expect(allowed(name, SENDER).filter((one) => !needs.some((need) => one.startsWith(need)))).toEqual([]);
  });

  test('may do all of that', () => {
    expect(needs.filter((need) => !allowed(name, SENDER).some((one) => one.startsWith(need)))).toEqual([]);
  });

  test('writes to one log group, its own, and to at most one queue', () => {
    const reached = allowed(name, SENDER);

    for (const action of ['logs:PutLogEvents', 'sqs:SendMessage']) {
      expect(reached.filter((one) => one.startsWith(action)).length).toBeLessThanOrEqual(1);
    }
  });

  test('sends no e-mail in the name of somebody else', () => {
    expect(allowed(name, 'ceo@bank.example').filter((one) => one.startsWith('ses:'))).toEqual([]);
  });
});
