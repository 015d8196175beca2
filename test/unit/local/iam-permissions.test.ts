import { describe, expect, test } from '@jest/globals';
import { apiGatewayPermissions } from '../../../local/iam/api-gateway-permissions.ts';
import { cognitoPermissions } from '../../../local/iam/cognito-permissions.ts';
import { dynamoDbPermissions } from '../../../local/iam/dynamodb-permissions.ts';
import type { PermissionsFor } from '../../../local/iam/permissions.ts';
import { secretsManagerPermissions } from '../../../local/iam/secrets-manager-permissions.ts';
import { sesPermissions } from '../../../local/iam/ses-permissions.ts';

const PLACE = { region: 'eu-central-1', accountId: '000000000000' };
const TABLE = 'arn:aws:dynamodb:eu-central-1:000000000000:table/records';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:pepper-Ab12Cd';
const dynamoDb = dynamoDbPermissions({ ...PLACE, partitionKeyOf: (table) => (table === 'records' ? 'PK' : null) });
const secrets = secretsManagerPermissions({ ...PLACE, secrets: [{ arn: SECRET, name: 'pepper' }] });
const cognito = cognitoPermissions(PLACE);
const ses = sesPermissions(PLACE);
const apiGateway = apiGatewayPermissions(PLACE);

const key = (pk: string) => ({ PK: { S: pk }, SK: { S: 'x' } });
const onTable = (action: string, ...keys: string[]) => ({
  action: `dynamodb:${action}`,
  resource: TABLE,
  context: { 'dynamodb:LeadingKeys': keys },
});

function neededFor(permissionsFor: PermissionsFor, target: string, input: Record<string, unknown>) {
  return permissionsFor({ method: 'POST', path: '/', target, input });
}
const neededAtDynamoDb = (operation: string, input: Record<string, unknown>) =>
  neededFor(dynamoDb, `DynamoDB_20120810.${operation}`, input);
const neededToSend = (input: Record<string, unknown>, path = '/v2/email/outbound-emails') =>
  ses({ method: 'POST', path, target: '', input });

// A request that is not understood must be refused: it could affect anything.
describe('a request with unknown permissions:', () => {
  test.each([
    ['an unknown operation', 'ExecuteStatement', { Statement: 'SELECT * FROM records' }],
    ['no operation', '', { TableName: 'records' }],
    ['no table', 'GetItem', { Key: key('a') }],
    ['a table that is no text', 'GetItem', { TableName: 1, Key: key('a') }],
    ['an index', 'Query', { TableName: 'records', IndexName: 'i' }],
    ['an index to scan', 'Scan', { TableName: 'records', IndexName: 'i' }],
    ['an empty batch', 'BatchGetItem', { RequestItems: {} }],
    ['an empty transaction', 'TransactWriteItems', { TransactItems: [] }],
    ['an item without a kind', 'TransactWriteItems', { TransactItems: [{}] }],
    [
      'an unknown kind of item',
      'TransactWriteItems',
      { TransactItems: [{ Put: { TableName: 'records', Item: key('a') } }, { Insert: { TableName: 'records' } }] },
    ],
    [
      'an item of two kinds',
      'TransactWriteItems',
      { TransactItems: [{ Put: { TableName: 'records' }, Delete: { TableName: 'records' } }] },
    ],
    [
      'a kind that every object has',
      'TransactWriteItems',
      { TransactItems: [{ constructor: { TableName: 'records' } }] },
    ],
    ['an item without a table', 'TransactWriteItems', { TransactItems: [{ Put: { Item: key('a') } }] }],
  ])('DynamoDB, %s', (_, operation, input) => {
    expect(neededAtDynamoDb(operation, input)).toBeNull();
  });

  test.each([
    ['another service', secrets, 'DynamoDB_20120810.GetItem', { SecretId: SECRET }],
    ['another operation', secrets, 'secretsmanager.ListSecrets', { SecretId: SECRET }],
    ['no secret', secrets, 'secretsmanager.GetSecretValue', {}],
    ['no pool', cognito, 'AWSCognitoIdentityProviderService.AdminInitiateAuth', {}],
    ['a user operation', cognito, 'AWSCognitoIdentityProviderService.InitiateAuth', { UserPoolId: 'p' }],
  ])('%s', (_, permissionsFor, target, input) => {
    expect(neededFor(permissionsFor, target, input)).toBeNull();
  });

  test.each([
    ['no sender', { Content: { Simple: {} } }],
    ['raw content', { FromEmailAddress: 'a@x.example', Content: { Raw: {} } }],
    ['a template', { FromEmailAddress: 'a@x.example', Content: { Simple: {}, Template: {} } }],
    ['no content', { FromEmailAddress: 'a@x.example' }],
    ['a configuration set', { FromEmailAddress: 'a@x.example', Content: { Simple: {} }, ConfigurationSetName: 'c' }],
    [
      'a foreign identity',
      { FromEmailAddress: 'a@x.example', Content: { Simple: {} }, FromEmailAddressIdentityArn: 'i' },
    ],
  ])('mail, %s', (_, input) => {
    expect(neededToSend(input)).toBeNull();
  });

  test.each([
    ['all certificates', 'GET', '/clientcertificates'],
    ['a change of one', 'PATCH', '/clientcertificates/abc123'],
    ['something under one', 'GET', '/clientcertificates/abc123/x'],
    ['a way out', 'GET', '/clientcertificates/../restapis'],
    ['an API', 'GET', '/restapis/abc123'],
  ])('API Gateway, %s', (_, method, path) => {
    expect(apiGateway({ method, path, target: '', input: {} })).toBeNull();
  });

  test('another path of SES', () => {
    expect(
      neededToSend({ FromEmailAddress: 'a@x.example', Content: { Simple: {} } }, '/v2/email/identities'),
    ).toBeNull();
  });
});

describe('DynamoDB', () => {
  test.each(['GetItem', 'UpdateItem', 'DeleteItem'])('%s needs itself, on the table, for its key', (operation) => {
    expect(neededAtDynamoDb(operation, { TableName: 'records', Key: key('USER#1') })).toEqual([
      onTable(operation, 'USER#1'),
    ]);
  });

  test('a table may be named by its ARN', () => {
    expect(neededAtDynamoDb('PutItem', { TableName: TABLE, Item: key('USER#1') })).toEqual([
      onTable('PutItem', 'USER#1'),
    ]);
  });

  test('a batch needs itself on every table, for all keys', () => {
    const other = { action: 'dynamodb:BatchGetItem', resource: TABLE.replace('records', 'other') };

    expect(
      neededAtDynamoDb('BatchGetItem', {
        RequestItems: { records: { Keys: [key('PARTNER#a'), key('TOKEN#b')] }, other: { Keys: [key('c')] } },
      }),
    ).toEqual([onTable('BatchGetItem', 'PARTNER#a', 'TOKEN#b'), { ...other, context: { 'dynamodb:LeadingKeys': [] } }]);
  });

  test('a transaction needs the permissions of its items, and none of its own', () => {
    expect(
      neededAtDynamoDb('TransactWriteItems', {
        TransactItems: [
          { ConditionCheck: { TableName: 'records', Key: key('PARTNER#a') } },
          { Update: { TableName: 'records', Key: key('USER#b') } },
          { Put: { TableName: 'records', Item: key('TOKEN#c') } },
          { Delete: { TableName: 'records', Key: key('TOKEN#d') } },
        ],
      }),
    ).toEqual([
      onTable('ConditionCheckItem', 'PARTNER#a'),
      onTable('UpdateItem', 'USER#b'),
      onTable('PutItem', 'TOKEN#c'),
      onTable('DeleteItem', 'TOKEN#d'),
    ]);
  });

  test.each([
    ['by name', 'PK = :pk AND begins_with(SK, :sk)', {}],
    ['by placeholder', 'begins_with(SK, :sk) AND #k = :pk', { '#k': 'PK' }],
  ])('a query has the key of its condition, %s', (_, KeyConditionExpression, ExpressionAttributeNames) => {
    expect(
      neededAtDynamoDb('Query', {
        TableName: 'records',
        KeyConditionExpression,
        ExpressionAttributeNames,
        ExpressionAttributeValues: { ':pk': { S: 'PARTNER#a' }, ':sk': { S: 'KEY#' } },
      }),
    ).toEqual([onTable('Query', 'PARTNER#a')]);
  });

  test('a key that is not found matches no policy', () => {
    expect(neededAtDynamoDb('Query', { TableName: 'records', KeyConditionExpression: 'SK = :sk' })).toEqual([
      onTable('Query', ''),
    ]);
    expect(neededAtDynamoDb('GetItem', { TableName: 'records', Key: {} })).toEqual([onTable('GetItem', '')]);
  });
});

test('reading a client certificate needs the method on its path, without an account', () => {
  expect(apiGateway({ method: 'GET', path: '/clientcertificates/abc123', target: '', input: {} })).toEqual([
    {
      action: 'apigateway:GET',
      resource: 'arn:aws:apigateway:eu-central-1::/clientcertificates/abc123',
      context: {},
    },
  ]);
});

test.each([SECRET, 'pepper'])('a secret named %s counts by its ARN', (SecretId) => {
  expect(neededFor(secrets, 'secretsmanager.GetSecretValue', { SecretId })).toEqual([
    { action: 'secretsmanager:GetSecretValue', resource: SECRET, context: {} },
  ]);
});

test('an unknown secret counts by its name in the request', () => {
  expect(neededFor(secrets, 'secretsmanager.GetSecretValue', { SecretId: 'other' })?.[0].resource).toBe(
    'arn:aws:secretsmanager:eu-central-1:000000000000:secret:other',
  );
});

test('an operation on a user pool needs itself on the pool', () => {
  const input = { UserPoolId: 'eu-central-1_abc', AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' };

  expect(neededFor(cognito, 'AWSCognitoIdentityProviderService.AdminInitiateAuth', input)).toEqual([
    {
      action: 'cognito-idp:AdminInitiateAuth',
      resource: 'arn:aws:cognito-idp:eu-central-1:000000000000:userpool/eu-central-1_abc',
      context: {},
    },
  ]);
});

test.each(['hub@x.example', 'The Hub <hub@x.example>'])(
  'mail from %s needs the identity of the e-mail address',
  (from) => {
    expect(neededToSend({ FromEmailAddress: from, Destination: {}, Content: { Simple: {} } })).toEqual([
      {
        action: 'ses:SendEmail',
        resource: 'arn:aws:ses:eu-central-1:000000000000:identity/hub@x.example',
        context: { 'ses:FromAddress': ['hub@x.example'] },
      },
    ]);
  },
);
