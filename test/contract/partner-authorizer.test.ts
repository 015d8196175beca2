import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { DynamoDbCredentialStore } from '../../lambdas/adapters/authorize/dynamodb-credential-store.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import {
  createOperatorApiKey,
  createPartner,
  setPartnerStatus,
} from '../../lambdas/domain/partners/manage-partners.ts';
import { primingCall } from '../../lambdas/http/partner-api/priming-call.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

const METHOD_ARN =
  'arn:aws:execute-api:eu-central-1:000000000000:abcdefghij/test/GET/api/v2/partners/handlerPA/clients';
let table: EmbeddedTable;
let key: string;
let createPartnerAuthorizer: typeof import('../../lambdas/handlers/partner-authorizer.ts').createPartnerAuthorizer;
let lines: string[];

beforeAll(async () => {
  table = await embeddedTable();
  // The module makes its own handler from the environment when it is loaded, as in Lambda.
  Object.assign(process.env, {
    TABLE_NAME: table.tableName,
    KEY_ENVIRONMENT: 'test',
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  ({ createPartnerAuthorizer } = await import('../../lambdas/handlers/partner-authorizer.ts'));
  const registry = new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName));
  await createPartner(registry, 'handlerPA', 'Handler');
  ({ key } = await createOperatorApiKey(registry, {
    environment: 'test',
    partnerId: 'handlerPA',
    name: 'ci “quoted”',
  }));
  await createPartner(registry, 'stoppedPA', 'Stopped');
  await setPartnerStatus(registry, 'stoppedPA', 'suspended');
});
afterAll(() => table.close());

beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
});

function eventWith(headers: Record<string, string>): APIGatewayRequestAuthorizerEvent {
  return {
    type: 'REQUEST',
    methodArn: METHOD_ARN,
    httpMethod: 'GET',
    path: '/api/v2/partners/handlerPA/clients',
    pathParameters: { partner_id: 'handlerPA' },
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: { extendedRequestId: 'request-1', identity: { sourceIp: '203.0.113.9' } },
  } as unknown as APIGatewayRequestAuthorizerEvent;
}

const authorizerOf = (client: DynamoDBClient) =>
  createPartnerAuthorizer({
    store: new DynamoDbCredentialStore(client, table.tableName),
    environment: 'test',
    trustedCdn: null,
  });
const call = (headers: Record<string, string>, client: DynamoDBClient = table.client) =>
  authorizerOf(client)(eventWith(headers), {} as Context);

/** A client whose answers are made up, to be as faulty as DynamoDB can be. */
const answering = (send: (command: unknown) => Promise<unknown>) => ({ send }) as unknown as DynamoDBClient;

describe('the authorizer never lets through', () => {
  it('the key of its own priming call, which all but its store takes for a live one', async () => {
    const store = new DynamoDbCredentialStore(table.client, table.tableName);
    const { event, store: primingStore } = primingCall('test', store);

    await expect(authorizerOf(table.client)(event, {} as Context)).rejects.toThrow(/^Unauthorized$/);

    const asked = jest.spyOn(store, 'findApiKey');
    const primed = createPartnerAuthorizer({ store: primingStore, environment: 'test', trustedCdn: null });
    const { policyDocument } = await primed(event, {} as Context);
    expect(policyDocument.Statement).toMatchObject([{ Effect: 'Allow', Resource: event.methodArn }]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('without a credential: Unauthorized, which alone becomes 401', async () => {
    await expect(call({})).rejects.toThrow(/^Unauthorized$/);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['DynamoDB fails', () => Promise.reject(Object.assign(new Error(`key ${key}`), { name: 'InternalServerError' }))],
    [
      'DynamoDB throttles',
      () => Promise.reject(Object.assign(new Error(), { name: 'ProvisionedThroughputExceededException' })),
    ],
    [
      'keys stay unprocessed',
      async () => ({ Responses: {}, UnprocessedKeys: { [table.tableName]: { Keys: [{ PK: { S: 'x' } }] } } }),
    ],
    [
      'records have no shape',
      async () => ({ Responses: { [table.tableName]: [{ PK: { S: 'PARTNER#handlerPA' }, SK: { S: 'PARTNER' } }] } }),
    ],
  ])('when %s: an error other than Unauthorized, which becomes 503', async (_, answer) => {
    await expect(call({ 'x-api-key': key }, answering(answer))).rejects.toThrow('The check failed.');
    expect(lines.join('')).toContain('"message":"check_failed"');
    expect(lines.join('')).not.toContain(key);
  });

  it('when the other spelling of the header holds another value', async () => {
    await expect(call({ 'x-api-key': key, 'X-API-Key': 'other' })).rejects.toThrow(/^Unauthorized$/);
  });

  it('on another partner: a Deny with a code, a sentence and every mapped value', async () => {
    const event = {
      ...eventWith({ 'x-api-key': key }),
      path: '/api/v2/partners/stoppedPA',
      pathParameters: { partner_id: 'stoppedPA' },
    };
    const result = await authorizerOf(table.client)(event as APIGatewayRequestAuthorizerEvent, {} as Context);
    expect(result.policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: METHOD_ARN },
    ]);
    expect(result.context).toMatchObject({ code: 'partner_mismatch', partner_id: 'handlerPA' });
    expect(Object.values(result.context ?? {}).every((value) => value !== '')).toBe(true);
  });
});

describe('a refusal is logged in one line', () => {
  it('with request, code, partner, credential and address, and without the key', async () => {
    const wrong = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
    await expect(call({ 'x-api-key': wrong, 'x-secret': 'hush' })).rejects.toThrow('Unauthorized');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      message: 'refused',
      request_id: 'request-1',
      code: 'unauthorized',
      reason: 'api_key_malformed',
      source_ip: '203.0.113.9',
    });
    expect(lines[0]).not.toContain(wrong);
    expect(lines[0]).not.toContain('hush');
  });

  it('with what was asked, so that it can be explained, and nothing of a path that names no partner', async () => {
    const at = (path: string, partner: string) => ({
      ...eventWith({ 'x-api-key': key }),
      path,
      pathParameters: { partner_id: partner },
    });
    await authorizerOf(table.client)(at('/api/v2/partners/otherPA/clients', 'otherPA') as never, {} as Context);
    await authorizerOf(table.client)(at('/api/v2/partners/not-one/clients', 'not-one') as never, {} as Context);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        code: 'partner_mismatch',
        partner_id: 'handlerPA',
        credential_type: 'api_key',
        credential_id: key.split('_')[3],
        method: 'GET',
        path_partner_id: 'otherPA',
        required_scope: 'clients:read',
      },
      { code: 'partner_mismatch', path_partner_id: null },
    ]);
  });

  it('with the address that was judged, where a CDN names it', async () => {
    const authorizer = createPartnerAuthorizer({
      store: new DynamoDbCredentialStore(table.client, table.tableName),
      environment: 'test',
      trustedCdn: { ranges: ['203.0.113.0/24'], header: 'x-viewer' },
    });
    await expect(authorizer(eventWith({ 'x-viewer': '198.51.100.4' }), {} as Context)).rejects.toThrow('Unauthorized');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ source_ip: '198.51.100.4' });
    const { context } = await authorizer(eventWith({ 'x-api-key': key, 'x-viewer': '198.51.100.4' }), {} as Context);
    expect(context).toMatchObject({ caller_ip: '198.51.100.4' });
    // Otherwise the log would fall back on the CDN's own address.
    const unknown = await authorizer(eventWith({ 'x-api-key': key, 'x-viewer': 'no address' }), {} as Context);
    expect(unknown.context).toMatchObject({ caller_ip: 'none' });
    const direct = await call({ 'x-api-key': key, 'x-viewer': '198.51.100.4' });
    expect(direct.context).not.toHaveProperty('caller_ip');
  });
});

describe('the authorizer allows', () => {
  it('exactly the call at hand, with one strongly consistent read and no write', async () => {
    const send = jest.spyOn(table.client, 'send');
    const result = await call({ 'X-Api-Key': key });
    expect(result.policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: METHOD_ARN },
    ]);
    expect(result.context).toMatchObject({
      partner_id: 'handlerPA',
      credential_type: 'api_key',
      credential_id: key.split('_')[3],
    });
    expect(send).toHaveBeenCalledTimes(1);
    const [command] = send.mock.calls[0] as unknown as [BatchGetItemCommand];
    expect(command).toBeInstanceOf(BatchGetItemCommand);
    expect(command.input.RequestItems?.[table.tableName]?.ConsistentRead).toBe(true);
    expect(lines).toEqual([]);
    send.mockRestore();
  });

  it('when keys that were left unprocessed come with the second read', async () => {
    let calls = 0;
    const client = answering(async (command) => {
      calls += 1;
      const { RequestItems } = (command as BatchGetItemCommand).input;
      if (calls === 1) return { Responses: {}, UnprocessedKeys: RequestItems };
      return table.client.send(command as BatchGetItemCommand);
    });
    expect((await call({ 'x-api-key': key }, client)).policyDocument.Statement[0]).toMatchObject({ Effect: 'Allow' });
    expect(calls).toBe(2);
  });
});
