import type { ServerResponse } from 'node:http';
import { GetClientCertificateCommand } from '@aws-sdk/client-api-gateway';
import { AdminInitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, test } from '@jest/globals';
import { embeddedTable } from '../support/embedded-table.ts';
import { ARNS, guard, startService } from '../support/guarded-services.ts';

type Guard = Awaited<ReturnType<typeof guard>>;
type Service = Awaited<ReturnType<typeof startService>>;

const LOGS = { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' };
const allow = (Action: string | string[], Resource: string, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const key = { PK: { S: 'a' }, SK: { S: 'b' } };

const CALLS: [string, (guarded: Guard) => Promise<unknown>][] = [
  ['dynamodb:GetItem', ({ dynamoDb }) => dynamoDb.send(new GetItemCommand({ TableName: 'records', Key: key }))],
  [
    'secretsmanager:GetSecretValue',
    ({ secretsManager }) => secretsManager.send(new GetSecretValueCommand({ SecretId: ARNS.secret })),
  ],
  [
    'cognito-idp:AdminInitiateAuth',
    ({ cognito }) =>
      cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId: 'eu-central-1_pool',
          ClientId: 'c',
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        }),
      ),
  ],
  [
    'apigateway:GET',
    ({ apiGateway }) => apiGateway.send(new GetClientCertificateCommand({ clientCertificateId: 'abc123' })),
  ],
  ['ses:SendEmail', ({ ses }) => ses.send(mailFrom('hub@x.example'))],
];

function mailFrom(address: string): SendEmailCommand {
  return new SendEmailCommand({
    FromEmailAddress: address,
    Destination: { ToAddresses: ['a@x.example'] },
    Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
  });
}

let service: Service;
let guarded: Guard;

afterEach(async () => {
  await guarded.close();
  await service.close();
});

async function setUp(answer: (response: ServerResponse) => void, ...statements: object[]): Promise<void> {
  service = await startService(answer);
  guarded = await guard(service.endpoint, ...statements);
}

const answerNothing = (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');

// If one of these reaches the service, a function may do locally what AWS would refuse.
describe('a function whose role does not allow it', () => {
  test.each(CALLS)(
    'is refused %s with an error that the SDK knows, and the service receives nothing',
    async (action, call) => {
      await setUp(answerNothing, LOGS, allow('dynamodb:Query', '*'));

      await expect(call(guarded)).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(`is not authorized to perform: ${action} on resource: arn:aws:`),
      });
      expect(service.seen).toEqual([]);
      expect(guarded.refusals).toEqual([expect.stringContaining(' refused f: AccessDeniedException')]);
    },
  );

  test('is refused a transaction with one forbidden item', async () => {
    await setUp(answerNothing, allow('dynamodb:UpdateItem', `${ARNS.table}records`));
    const update = { TableName: 'records', Key: key, UpdateExpression: 'SET a = :a' };
    const put = { TableName: 'records', Item: key };

    await expect(
      guarded.dynamoDb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: update }, { Put: put }] })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('dynamodb:PutItem') });
    expect(service.seen).toEqual([]);
  });

  test('is refused mail from another sender', async () => {
    await setUp(
      answerNothing,
      allow('ses:SendEmail', `${ARNS.identity}*`, {
        Condition: { StringEquals: { 'ses:FromAddress': 'hub@x.example' } },
      }),
    );

    await expect(guarded.ses.send(mailFrom('other@x.example'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await guarded.ses.send(mailFrom('hub@x.example'));
    expect(service.seen.map(({ url }) => url)).toEqual(['/v2/email/outbound-emails']);
  });
});

describe('every other caller is refused', () => {
  const post = (headers: Record<string, string>) =>
    fetch(guarded.environment.AWS_ENDPOINT_URL_DYNAMODB ?? '', {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', ...headers },
      body: JSON.stringify({ TableName: 'records', Key: key }),
    });

  test.each([
    ['without a signature', {}, /MissingAuthenticationToken/],
    ['with a signature of another kind', { authorization: 'Bearer abc' }, /MissingAuthenticationToken/],
    [
      "with the run's own access key",
      { authorization: 'AWS4-HMAC-SHA256 Credential=local/20261124/eu-central-1/dynamodb/aws4_request, Signature=0' },
      /UnrecognizedClient/,
    ],
  ])('%s', async (_, headers, type) => {
    await setUp(answerNothing, allow('*', '*'));

    const answer = await post(headers);

    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(type);
    expect(service.seen).toEqual([]);
  });
});

test('an allowed request is forwarded unchanged, with the access key of the run', async () => {
  await setUp(
    (response) => void response.writeHead(200, { 'x-amzn-requestid': 'r1' }).end('{"Item":{"PK":{"S":"a"}}}'),
    allow('dynamodb:GetItem', `${ARNS.table}records`),
  );

  const { Item, $metadata } = await guarded.dynamoDb.send(new GetItemCommand({ TableName: 'records', Key: key }));

  expect(Item).toEqual({ PK: { S: 'a' } });
  expect($metadata.requestId).toBe('r1');
  expect(service.seen).toEqual([
    { method: 'POST', url: '/', headers: expect.anything(), body: JSON.stringify({ TableName: 'records', Key: key }) },
  ]);
  const { headers } = service.seen[0] ?? {};
  expect(headers?.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/eu-central-1\/dynamodb\/aws4_request, /,
  );
  expect(headers).not.toHaveProperty('x-amz-security-token');
  expect(headers?.host).toBe(new URL(service.endpoint).host);
});

// Otherwise no test could see how the product handles a failing service.
describe('a failing service fails for the function:', () => {
  const get = () => guarded.dynamoDb.send(new GetItemCommand({ TableName: 'records', Key: key }));

  test('by an error of its own', async () => {
    await setUp(
      (response) =>
        void response.writeHead(400).end('{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}'),
      allow('*', '*'),
    );

    await expect(get()).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['by hanging up', (response) => void response.destroy()],
    [
      'in the middle of its answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"Item":');
        setTimeout(() => response.destroy(), 50);
      },
    ],
  ])('%s', async (_, answer) => {
    await setUp(answer, allow('*', '*'));

    await expect(get()).rejects.toThrow(/socket hang up|aborted/);
  });

  test('by being down', async () => {
    await setUp(answerNothing, allow('*', '*'));
    await service.close();

    await expect(get()).rejects.toThrow(/socket hang up|aborted/);
    service = await startService(answerNothing);
  });
});

test('a real table behind it is written and read, and the used grants are counted', async () => {
  service = await startService(answerNothing);
  const table = await embeddedTable();
  const arn = `${ARNS.table}${table.tableName}`;
  guarded = await guard(
    table.endpoint,
    allow(['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'], arn),
    LOGS,
  );
  const TableName = table.tableName;
  const Item = { ...key, text: { S: 'ä'.repeat(100_000) } };

  await guarded.dynamoDb.send(new PutItemCommand({ TableName, Item }));
  const read = await guarded.dynamoDb.send(new GetItemCommand({ TableName, Key: key }));
  await guarded.dynamoDb.send(
    new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: { ...key, SK: { S: 'c' } } } }] }),
  );
  const uses = await guarded.close();
  guarded = await guard(table.endpoint, LOGS);
  await table.close();

  expect(read.Item).toEqual(Item);
  expect(uses.map(({ action, uses: count }) => [action, count])).toEqual([
    ['dynamodb:PutItem', 2],
    ['dynamodb:GetItem', 1],
    ['dynamodb:UpdateItem', 0],
    ['logs:PutLogEvents', 0],
  ]);
});
