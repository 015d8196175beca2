import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sendRequest } from '../../../tools/client/http.ts';
import { NODE } from '../../../tools/client/run-process.ts';
import { type Proxies, startProxies } from '../../../tools/proof/faults/proxies.ts';
import { Connection } from '../../../tools/proof/run/connection.ts';
import {
  managementCall,
  newKey,
  newPartner,
  newUser,
  type ProofUser,
  signIn,
} from '../../../tools/proof/run/partners.ts';
import {
  newDataDirectory,
  type PrivateRun,
  removeDataDirectory,
  startPrivateRun,
} from '../../../tools/proof/run/private-run.ts';

const DEADLINE_MS = 20_000;
/** The first start may have to build everything. */
const LIMIT_MS = 180_000;
const DELETED = 'An API key was deleted';
const GENERATED = 'An API key was generated';

/** A run of its own, whose e-mail service can be made to fail for everybody. */
let proxies: Proxies;
let dataDirectory: string;
let run: PrivateRun;
let connection: Connection;
let partnerId: string;
let users: readonly ProofUser[];

const start = () =>
  startPrivateRun({
    dataDirectory,
    command: [NODE, 'tools/proof/faults/run-between.ts'],
    environment: { PROOF_CONTROL: proxies.control, PROOF_BACKGROUND: 'true' },
  });

beforeAll(async () => {
  proxies = await startProxies();
  dataDirectory = newDataDirectory();
  connection = new Connection();
  run = await start();
}, LIMIT_MS);
afterAll(async () => {
  connection.close();
  await run?.stop();
  await proxies.close();
  removeDataDirectory(dataDirectory);
}, LIMIT_MS);

beforeEach(async () => {
  partnerId = await newPartner(run);
  users = [];
  // Each is notified before the next one is added; what fails later must be about keys.
  for (const counts of ['1', '2,1']) {
    users = [...users, await newUser(run, partnerId)];
    await until('the users were notified of each other', async () => {
      const sent = await subjectsSent(() => true);
      return sent.map(({ length }) => length).join() === counts;
    });
  }
});

async function deleteKey(keyId: string) {
  const [user] = users as [ProofUser];
  return connection.call(managementCall(run.hub, await signIn(run, user), 'DELETE', `/api-keys/${keyId}`));
}

const isAboutKeys = (subject: string) => subject.startsWith('An API key');

/** Subjects of the mails about keys to each of the partner's users, in order. Those about new users are none of them. */
async function subjectsSent(isMeant = isAboutKeys): Promise<string[][]> {
  const { json } = await sendRequest(run.mailbox, { path: '/store' });
  const emails: { subject: string; destination: { to: string[] } }[] = json.emails;
  return users.map(({ email }) =>
    emails
      .filter(({ subject, destination: { to } }) => to.includes(email) && isMeant(subject))
      .map((one) => one.subject),
  );
}

/** Deliveries that a run has claimed and not finished. */
async function claims() {
  const scan = new ScanCommand({
    TableName: run.tableName,
    ConsistentRead: true,
    FilterExpression: 'begins_with(PK, :notices) AND attribute_exists(claimed_until)',
    ExpressionAttributeValues: { ':notices': { S: 'NOTICE#' } },
  });
  return (await run.dynamoDb.send(scan)).Items ?? [];
}

/** Makes the claims of a run that died lapse, as if their time had passed. */
async function lapseClaims(): Promise<void> {
  const { dynamoDb, tableName: TableName } = run;
  for (const { PK, SK } of await claims()) {
    if (PK === undefined || SK === undefined) continue;
    const update = {
      UpdateExpression: 'SET claimed_until = :past',
      ExpressionAttributeValues: { ':past': { N: '0' } },
    };
    await dynamoDb.send(new UpdateItemCommand({ TableName, Key: { PK, SK }, ...update }));
  }
}

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const limit = AbortSignal.timeout(DEADLINE_MS);
  while (!(await holds())) {
    if (limit.aborted) throw new Error(`It did not come to that: ${what}.`);
    await delay(20);
  }
}
const untilSent = (...subjects: string[]) =>
  until(subjects.join(', '), async () => (await subjectsSent()).every((one) => one.join() === subjects.join()));
const ses = () => proxies.of('ses');

test(
  'while e-mail fails a change succeeds, and its notice comes once when e-mail works again',
  async () => {
    const { id } = await newKey(run, partnerId);
    await untilSent(GENERATED);
    await ses().arm({ kind: 'reset', from: 1 });

    expect((await deleteKey(id)).status).toBe(204);
    await until('the notice has failed', () => ses().seen.met);
    expect(await subjectsSent()).toEqual([[GENERATED], [GENERATED]]);
    await ses().disarm();

    await untilSent(GENERATED, DELETED);
  },
  LIMIT_MS,
);

test(
  'one user whose message fails after another one got theirs gets it later, and the other one no second',
  async () => {
    // Two sends make one notice; the second one, with all of its repetitions, fails.
    await ses().arm({ kind: 'throttled', from: 2 });
    await newKey(run, partnerId);
    await until('one was notified', async () => (await subjectsSent()).flat().length === 1);
    await until('the other one was not', () => ses().seen.met);
    await ses().disarm();

    await untilSent(GENERATED);
  },
  LIMIT_MS,
);

test(
  'a notice outlives a run that is killed before it was sent',
  async () => {
    const { id } = await newKey(run, partnerId);
    await untilSent(GENERATED);
    await ses().arm({ kind: 'slow', from: 1 });
    expect((await deleteKey(id)).status).toBe(204);
    await until('the notice is under way', () => ses().seen.met);
    run.run.process.kill('SIGKILL');
    await run.run.ended;
    await ses().disarm();
    run = await start();
    await lapseClaims();

    await untilSent(DELETED);
  },
  LIMIT_MS,
);

// The stream may deliver everything again.
test(
  'nobody is notified twice when the whole stream is delivered a second time',
  async () => {
    await newKey(run, partnerId);
    await untilSent(GENERATED);
    await until('the deliveries are recorded', async () => (await claims()).length === 0);
    await run.stop();
    rmSync(join(dataDirectory, 'streams.json'));
    run = await start();
    await newKey(run, partnerId);

    // The mailbox is new, too: of all keys before there is nothing in it. Users who came later learn of those before them.
    await untilSent(GENERATED);
    const { json } = await sendRequest(run.mailbox, { path: '/store' });
    const subjects = json.emails.map(({ subject }: { subject: string }) => subject);
    expect(subjects.filter(isAboutKeys)).toHaveLength(users.length);
    expect(subjects).not.toContain('You can use the Partner Hub');
  },
  LIMIT_MS,
);
