import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Queues, startQueues } from '../../local/services/queues/start-queues.ts';

const QUEUE = { name: 'dead', arn: 'arn:aws:sqs:eu-central-1:000000000000:dead', url: 'https://sqs.example/0/dead' };

let directory: string;
let queues: Queues;

const start = () => startQueues({ queues: [QUEUE], file: join(directory, 'queues.json') });

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'queues-'));
  queues = await start();
});
afterEach(async () => {
  await queues.close();
  rmSync(directory, { recursive: true });
});

async function call(operation: string, input: object) {
  const response = await fetch(queues.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
    body: JSON.stringify(input),
  });
  return { status: response.status, json: (await response.json()) as Record<string, never> };
}
const receive = (input: object = {}) => call('ReceiveMessage', { QueueUrl: QUEUE.url, ...input });

test('only the queues of the template exist', async () => {
  expect(await call('SendMessage', { QueueUrl: 'https://sqs.example/0/other', MessageBody: 'x' })).toEqual({
    status: 400,
    json: { __type: 'QueueDoesNotExist', message: expect.any(String) },
  });
  expect(() => queues.send('arn:aws:sqs:eu-central-1:000000000000:other', 'x')).toThrow('does not exist');
});

test.each([
  ['SendMessage', { QueueUrl: QUEUE.url }],
  ['ReceiveMessage', {}],
  ['ReceiveMessage', { QueueUrl: QUEUE.url, MaxNumberOfMessages: 'x' }],
  ['DeleteMessage', { QueueUrl: QUEUE.url }],
  ['PurgeQueue', { QueueUrl: QUEUE.url }],
])('%s with %j is refused', async (operation, input) => {
  expect((await call(operation, input)).status).toBe(400);
});

test('a message is stored until it is deleted, also across a restart, and hidden while it is being processed', async () => {
  queues.send(QUEUE.arn, 'first');
  await call('SendMessage', { QueueUrl: QUEUE.url, MessageBody: 'second' });
  await queues.close();
  queues = await start();

  const { json } = await receive({ MaxNumberOfMessages: 1 });
  const [message] = json.Messages as unknown as { Body: string; ReceiptHandle: string; MD5OfBody: string }[];
  expect(message).toMatchObject({ Body: 'first', MD5OfBody: '8b04d5e3775d298e78455efc5ca404d5' });
  expect((await receive({ MaxNumberOfMessages: 10, VisibilityTimeout: 0 })).json.Messages).toEqual([
    expect.objectContaining({ Body: 'second' }),
  ]);

  await call('DeleteMessage', { QueueUrl: QUEUE.url, ReceiptHandle: message?.ReceiptHandle });
  expect((await receive({ MaxNumberOfMessages: 10, VisibilityTimeout: 0 })).json.Messages).toEqual([
    expect.objectContaining({ Body: 'second', Attributes: expect.objectContaining({ ApproximateReceiveCount: '2' }) }),
  ]);
});
