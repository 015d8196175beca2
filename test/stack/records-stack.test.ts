import { beforeAll, describe, expect, test } from '@jest/globals';
import { readable } from './readable.ts';
import {
  onlyResource,
  resourceNamed,
  type StackTemplate,
  type SynthesizedStacks,
  synthesizeStacks,
} from './synthesized-stacks.ts';

let stacks: SynthesizedStacks;
let records: StackTemplate;

beforeAll(async () => {
  stacks = await synthesizeStacks();
  ({ records } = stacks);
});

describe('data outlives mistakes', () => {
  test('the stack cannot be deleted as it is', () => {
    expect(stacks.recordsTerminationProtection).toBe(true);
  });

  test.each([
    ['AWS::DynamoDB::Table', { DeletionProtectionEnabled: true }],
    ['AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' }],
  ])('%s is protected, and kept when it leaves the stack', (type, protection) => {
    const [, resource] = onlyResource(records, type);

    expect(resource.Properties).toMatchObject(protection);
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

test('the table is the one that the records need', () => {
  const { Properties } = onlyResource(records, 'AWS::DynamoDB::Table')[1];

  expect(Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
  });
  expect(Properties).not.toHaveProperty('GlobalSecondaryIndexes');
  expect(Properties).not.toHaveProperty('TableName');
});

describe('accounts', () => {
  test('nobody signs up, and passwords are strong', () => {
    expect(onlyResource(records, 'AWS::Cognito::UserPool')[1].Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'OFF',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
        },
      },
    });
  });

  // Anything more, and anyone on the internet could try passwords past the gateway and its limits.
  test('the client of /token serves password checks by IAM only', () => {
    const { Properties } = resourceNamed(stacks.service, 'TokenClient');

    expect(Properties).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      AllowedOAuthFlowsUserPoolClient: false,
      AccessTokenValidity: 5,
      IdTokenValidity: 5,
    });
    expect(Properties).not.toHaveProperty('AllowedOAuthFlows');
  });

  test('mail is sent by SES where a sender is configured', async () => {
    expect(onlyResource(records, 'AWS::Cognito::UserPool')[1].Properties).not.toHaveProperty('EmailConfiguration');

    const { records: configured } = await synthesizeStacks({ senderAddress: 'hub@example.com' });

    const { EmailConfiguration } = onlyResource(configured, 'AWS::Cognito::UserPool')[1].Properties;
    expect(EmailConfiguration).toMatchObject({ EmailSendingAccount: 'DEVELOPER', From: 'hub@example.com' });
    expect(JSON.stringify(EmailConfiguration.SourceArn)).toContain(':identity/hub@example.com');
  });
});

test('outputs name what operators need', () => {
  expect(records.Outputs.TableName?.Value).toEqual({ Ref: onlyResource(records, 'AWS::DynamoDB::Table')[0] });
  expect(records.Outputs.UserPoolId?.Value).toEqual({ Ref: onlyResource(records, 'AWS::Cognito::UserPool')[0] });
  expect(readable(stacks.service.Outputs.TokenClientId?.Value, stacks)).toBe('<TokenClient>');
});
