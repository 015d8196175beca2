import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DynamoDBStreamsClient,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Item } from '../../lambdas/adapters/dynamodb/attributes.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbNoticeLog } from '../../lambdas/adapters/notices/dynamodb-notice-log.ts';
import { DynamoDbNoticedKeys } from '../../lambdas/adapters/notices/dynamodb-noticed-keys.ts';
import { DynamoDbNotifiableEventParser } from '../../lambdas/adapters/notices/dynamodb-notifiable-event-parser.ts';
import { DynamoDbStreamReader } from '../../lambdas/adapters/notices/dynamodb-stream-reader.ts';
import { SqsDeadLetters } from '../../lambdas/adapters/operations/sqs-dead-letters.ts';
import { DynamoDbMemberStore } from '../../lambdas/adapters/partners/dynamodb-member-store.ts';
import { DynamoDbPartnerStaff } from '../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { deleteApiKey } from '../../lambdas/domain/api-keys/manage-api-keys.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import { eventIdOf } from '../../lambdas/domain/notices/notifiable-event.ts';
import { type Queues, startQueues } from '../../local/services/queues/start-queues.ts';
import { replayNoticeLetters } from '../../tools/operator/notice-commands.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, keyCreation, newActor } from '../support/key-creation.ts';
import { addStream, placesIn, type StreamPlace, streamLetter, streamsClient } from '../support/table-stream.ts';

const QUEUE = { name: 'dead', arn: 'arn:aws:sqs:eu-central-1:000000000000:dead', url: 'https://sqs.example/0/dead' };

let table: EmbeddedTable;
let records: DynamoDbTable;
let streamArn: string;
let streams: DynamoDBStreamsClient;
let directory: string;
let queues: Queues;
let sqs: SQSClient;
/** Addresses and subjects. */
let sent: string[];
let failure: Error | null;

beforeAll(async () => {
  table = await embeddedTable();
  records = new DynamoDbTable(table.client, table.tableName);
  streamArn = await addStream(table.client, table.tableName);
  streams = streamsClient(table.endpoint);
});
afterAll(async () => {
  streams.destroy();
  await table.close();
});
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'queues-'));
  queues = await startQueues({ queues: [QUEUE], file: join(directory, 'queues.json') });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  sqs = new SQSClient({ endpoint: queues.endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
  sent = [];
  failure = null;
});
afterEach(async () => {
  jest.restoreAllMocks();
  sqs.destroy();
  await queues.close();
  rmSync(directory, { recursive: true });
});

const stream = () => new DynamoDbStreamReader(streams, async () => streamArn);
const replay = () =>
  replayNoticeLetters({
    deadLetters: new SqsDeadLetters(sqs, queues.urlOf(QUEUE.arn)),
    stream: stream(),
    parser: new DynamoDbNotifiableEventParser(),
    log: new DynamoDbNoticeLog(records),
    keys: new DynamoDbNoticedKeys(records),
    members: new DynamoDbMemberStore(records),
    staff: new DynamoDbPartnerStaff(records),
    mailer: {
      send: async (to, { subject }) => {
        if (failure !== null) throw failure;
        sent.push(`${to} ${subject}`);
        return 'sent';
      },
    },
  });
const putLetter = (...range: [StreamPlace, StreamPlace?]) => queues.send(QUEUE.arn, streamLetter(streamArn, ...range));
const left = (): unknown[] => JSON.parse(readFileSync(join(directory, 'queues.json'), 'utf8')).dead ?? [];
const CREATED = 'An API key was generated';
const DELETED = 'An API key was deleted';

/** A partner of two users that generated a key and deleted it: two changes, among other records. */
async function twoChanges() {
  const actor = await newActor(table);
  const colleague = await colleagueOf(table, actor);
  const creation = keyCreation(table);
  const { id, code } = await creation.sent(actor);
  const created = await creation.create(actor, id, code);
  if (created.outcome !== 'created') throw new Error(created.outcome);
  await deleteApiKey(creation.keys, actor, created.apiKey.keyId, Date.now());
  return { actor, colleague, places: await placesOf(actor) };
}

const placesOf = async ({ partnerId }: Actor) =>
  (await placesIn(streams, streamArn)).filter(({ key }) => key.startsWith(`PARTNER#${partnerId} `));
const changesIn = (places: readonly StreamPlace[]) => {
  const [created, deleted] = places.filter(({ key }) => key.includes(' AUDIT#')).slice(-2);
  if (created === undefined || deleted === undefined) throw new Error('The changes are not in the stream.');
  return { created, deleted };
};

describe('nobody is notified', () => {
  it.each([
    ['has forgotten', new TrimmedDataAccessException({ $metadata: {}, message: 'gone' })],
    ['has lost with its shard', new ResourceNotFoundException({ $metadata: {}, message: 'gone' })],
  ])('of what the stream %s; the letter stays, and says when it was', async (_, error) => {
    const { places } = await twoChanges();
    jest.spyOn(streams, 'send').mockImplementation(async () => {
      throw error;
    });
    putLetter(changesIn(places).created);
    await expect(replay()).rejects.toThrow(/forgotten.*from 2026-11-24T08:00:00.000Z to 2026-11-24T08:05:00.000Z/);
    expect(sent).toEqual([]);
    expect(left()).toHaveLength(1);
  });

  it('of what is left of a range whose beginning is forgotten, though the stream does not say so', async () => {
    const { created } = changesIn((await twoChanges()).places);
    putLetter({ ...created, sequenceNumber: '0' }, created);
    await expect(replay()).rejects.toThrow('has forgotten');
    expect(sent).toEqual([]);
  });

  it('a second time, who was notified before, by whatever run', async () => {
    const { actor, colleague, places } = await twoChanges();
    const { created } = changesIn(places);
    const [image] = (await stream().read(rangeOf(created))) ?? [];
    const event = new DynamoDbNotifiableEventParser().parse(image);
    if (event === null) throw new Error('There is no event.');
    const log = new DynamoDbNoticeLog(records);
    const delivery = { partnerId: actor.partnerId, eventId: eventIdOf(event), userId: actor.userId };
    await log.claim(delivery, 0, 1);
    await log.finish(delivery, 'sent');
    putLetter(created);
    putLetter(created);
    expect(await replay()).toBe('Processed 2 dead letters of notices.');
    expect(sent).toEqual([`${colleague.email} ${CREATED}`]);
    expect(await replay()).toBe('No notice waits to be sent.');
  });

  it('while mail fails; the letter stays, and the next time all are notified', async () => {
    const { actor, colleague, places } = await twoChanges();
    putLetter(changesIn(places).created);
    failure = new DependencyError('ses', 'An e-mail was not accepted: SendingPaused.');
    await expect(replay()).rejects.toThrow(/1 failed and are in the queue again .*SendingPaused/);
    expect(left()).toHaveLength(1);
    failure = null;
    putLetter(changesIn(places).created);
    await replay();
    expect(sent.toSorted()).toEqual([actor, colleague].map(({ email }) => `${email} ${CREATED}`).toSorted());
  });

  it('of other messages', async () => {
    queues.send(QUEUE.arn, '{"awslogs":{}}');
    await expect(replay()).rejects.toThrow('no dead letter of a stream');
  });
});

describe('a range of the stream is read', () => {
  it('from its first to its last record, in order, and nothing beside it', async () => {
    const { actor, colleague, places } = await twoChanges();
    const { created, deleted } = changesIn(places);
    putLetter(created, deleted);
    expect(await replay()).toBe('Processed 1 dead letters of notices.');
    expect(sent).toEqual([
      ...[actor, colleague].map(({ email }) => `${email} ${CREATED}`),
      ...[actor, colleague].map(({ email }) => `${email} ${DELETED}`),
    ]);
    expect(left()).toEqual([]);
  });

  it('and not of records that were changed, of which the function never heard', async () => {
    const { places } = await twoChanges();
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined) throw new Error('There is nothing.');
    expect(places.map(({ eventName }) => eventName)).toContain('MODIFY');
    const listed = ((await stream().read(rangeOf(first, last))) ?? []) as Item[];
    const ofPartner = listed
      .map(({ PK, SK }) => `${PK?.S} ${SK?.S}`)
      .filter((key) => key.startsWith(first.key.split(' ')[0] ?? '-'));
    expect(ofPartner).toEqual(places.flatMap(({ eventName, key }) => (eventName === 'INSERT' ? [key] : [])));
  });

  it('with an error of the stream’s own as a failure, whose text stays in the cause', async () => {
    const { places } = await twoChanges();
    jest.spyOn(streams, 'send').mockImplementation(async () => {
      throw Object.assign(new Error('arn:aws:iam::1:role/x'), { name: 'LimitExceededException' });
    });
    await expect(stream().read(rangeOf(changesIn(places).created))).rejects.toThrow(
      'The stream could not be read: LimitExceededException.',
    );
  });
});

function rangeOf(first: StreamPlace, last = first) {
  return {
    streamArn,
    shardId: first.shardId,
    first: first.sequenceNumber,
    last: last.sequenceNumber,
    from: '',
    to: '',
  };
}
