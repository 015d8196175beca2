import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from '@jest/globals';
import type { ApiDefinition } from '../../local/template/application.ts';
import { type Header, type HttpRequest, type HttpResponse, sendRequest } from '../../tools/client/http.ts';
import { type Credentials, createCredentials, credentialSearch } from '../support/credentials.ts';
import { eventually } from '../support/eventually.ts';
import { hub } from '../support/hub.ts';
import { localApplication } from '../support/local-application.ts';
import { dataDirectory, origin, request, runInfo } from '../support/local-run.ts';
import { type GoodCall, misplacedCalls } from '../support/misplaced-credentials.ts';
import { whoamiCall, withKey } from '../support/partner-calls.ts';
import { createApiKey, createPartner, readPartition } from '../support/records.ts';
import { createSignedInUser } from '../support/users.ts';

// Clients put credentials into the wrong place. Wherever that is, nobody who reads a log, a record or a response may find one:
// a log is read by more people, and for longer, than a credential is meant for.

const CALLS_AT_ONCE = 12;

let credentials: Credentials;
let search: ReturnType<typeof credentialSearch>;
/** What was found in responses: the call and the credential. */
const found: string[] = [];
let calls = 0;

beforeAll(async () => {
  const { apis } = await localApplication();
  const created = await createCredentials();
  credentials = created;
  search = credentialSearch(created);
  const pages = Object.values(created).map((one) => ({ at: hub, call: { path: `/${one}/?credential=${one}` } }));
  const all = [...pages, ...(await Promise.all(apis.map((api) => callsOf(api, created)))).flat()];
  // Whoever deletes or ends something does it last, so that the calls before have all they need.
  const inOrder = all.toSorted((left, right) => Number(isLast(left.call)) - Number(isLast(right.call)));
  await sendAll(inOrder);
  calls = inOrder.length;
  await settled();
}, 300_000);

interface Addressed {
  readonly at: string;
  readonly call: HttpRequest;
}

async function callsOf(api: ApiDefinition, all: Credentials): Promise<Addressed[]> {
  const isPartnerApi = api.routes.some(({ resourcePath }) => resourcePath.startsWith('/api/v2/'));
  const good = isPartnerApi ? await goodPartnerCall() : await goodManagementCall();
  return api.routes.flatMap((route) =>
    misplacedCalls(route, all, good).map((call) => ({ at: isPartnerApi ? origin : hub, call })),
  );
}

async function goodPartnerCall(): Promise<GoodCall> {
  const partnerId = await createPartner();
  const { key } = await createApiKey(partnerId);
  return { parameters: { partner_id: partnerId, proxy: 'clients' }, headers: [withKey(key)] };
}

async function goodManagementCall(): Promise<GoodCall> {
  const partnerId = await createPartner({ active_keys: { N: '1' } });
  const { idToken } = await createSignedInUser({ partnerId });
  const { keyId } = await createApiKey(partnerId);
  const headers: Header[] = [['Authorization', `Bearer ${idToken}`]];
  return { parameters: { key_id: keyId, request_id: 'JKJ_gHExampleA=' }, headers };
}

function isLast({ method }: HttpRequest): boolean {
  return method === 'DELETE';
}

async function sendAll(all: readonly Addressed[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CALLS_AT_ONCE });
  const waiting = all.values();
  const sendSome = async () => {
    for (const { at, call } of waiting) {
      const response = await sendRequest(at, { ...call, agent });
      for (const name of search(textOf(response)))
        found.push(`${name} in ${response.status} to ${call.method} ${call.path}`);
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, sendSome));
  agent.destroy();
}

function textOf({ rawHeaders, body }: HttpResponse): string {
  return [...rawHeaders, body].join('\n');
}

/** Waits until a later call is counted: lines are delivered in the order in which they were written. */
async function settled(): Promise<void> {
  const partnerId = await createPartner();
  const { key, keyId } = await createApiKey(partnerId);
  await request(whoamiCall(withKey(key)));
  await eventually(async () => {
    expect([...(await readPartition(`USAGE#${partnerId}`)).keys()]).toContain(`${keyId}#LAST`);
  });
}

test('every route of both APIs was called with each credential in every place', () => {
  process.stdout.write(`${calls} calls with misplaced credentials\n`);
  expect(calls).toBeGreaterThan(1000);
});

test('no response has one', () => {
  expect(found).toEqual([]);
});

test('no log has one', () => {
  const logs = join(dataDirectory, 'logs');
  const lines = readdirSync(logs).flatMap((file) =>
    readFileSync(join(logs, file), 'utf8')
      .split('\n')
      .flatMap((line) => search(line).map((name) => `${name} in ${file}: ${line.slice(0, 500)}`)),
  );

  expect(lines).toEqual([]);
});

test('no queue has one', () => {
  const files = ['queues.json', 'streams.json']
    .map((name) => join(dataDirectory, name))
    .filter((file) => existsSync(file));

  expect(files.flatMap((file) => search(readFileSync(file, 'utf8')))).toEqual([]);
});

test('no record has one', async () => {
  const { dynamodb_endpoint: endpoint, region, table: TableName } = runInfo();
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let records = 0;
  const inRecords: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    records += Items.length;
    for (const item of Items) {
      for (const name of search(JSON.stringify(item))) inRecords.push(`${name} in ${item.PK?.S} ${item.SK?.S}`);
    }
  }
  client.destroy();

  expect(records).toBeGreaterThan(10);
  expect(inRecords).toEqual([]);
});

// Otherwise an empty list would say nothing.
test('the search finds each of them: plain, percent-encoded and in base64', () => {
  for (const [name, credential] of Object.entries(credentials)) {
    const percent = [...Buffer.from(credential)].map((byte) => `%${byte.toString(16)}`).join('');
    const inside = name === 'code' ? credential : `a${credential}b`;
    for (const text of [`{"path":"/x/${credential}"}`, `?a=${percent}`, Buffer.from(inside).toString('base64')]) {
      expect({ name, found: search(text) }).toEqual({ name, found: [name] });
    }
  }
});
