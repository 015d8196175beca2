import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqsDeadLetters } from '../../lambdas/adapters/operations/sqs-dead-letters.ts';
import { type Queues, startQueues } from '../../local/services/queues/start-queues.ts';
import { replayUsage } from '../../tools/operator/usage-commands.ts';
import { logDelivery } from '../support/log-delivery.ts';
import { accessLine } from '../support/log-lines.ts';
import { MemoryUsageCounters } from '../support/memory/usage-counters.ts';

const QUEUE = { name: 'dead', arn: 'arn:aws:sqs:eu-central-1:000000000000:dead', url: 'https://sqs.example/0/dead' };

let directory: string;
let queues: Queues;
let client: SQSClient;
let counters: MemoryUsageCounters;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'queues-'));
  queues = await startQueues({ queues: [QUEUE], file: join(directory, 'queues.json') });
  client = new SQSClient({
    endpoint: queues.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  counters = new MemoryUsageCounters([]);
});
afterEach(async () => {
  client.destroy();
  await queues.close();
  rmSync(directory, { recursive: true });
});

const put = (...lines: string[]) => queues.send(QUEUE.arn, JSON.stringify(logDelivery(lines)));
const replay = (url = queues.urlOf(QUEUE.arn)) =>
  replayUsage({ counters, deadLetters: new SqsDeadLetters(client, url) });
const total = () => counters.updates.find(({ credentialId }) => credentialId === '*all')?.counters.total;

describe('a replay fails', () => {
  it('and says so, where a batch cannot be counted again, which stays; the others are counted', async () => {
    put(accessLine({ 'authorizer.partner_id': 'brokenPA' }));
    queues.send(QUEUE.arn, 'no event');
    put(accessLine());
    counters.failsAt = (partnerId) => partnerId === 'brokenPA';
    await expect(replay()).rejects.toThrow(
      /^Counted 1 log batches; 2 failed and are in the queue again .*made to fail/,
    );
    expect(total()).toBe(1);
    const kept = JSON.parse(readFileSync(join(directory, 'queues.json'), 'utf8'));
    expect(kept.dead).toHaveLength(2);
  });

  it('and ends, where failing takes so long that letters come back meanwhile', async () => {
    const letters = Array.from({ length: 30 }, (_, index) => ({ id: `${index}`, body: 'no event', receipt: 'r' }));
    let received = 0;
    const deadLetters = {
      receive: async () => {
        const first = received;
        received += 10;
        return letters.slice(first % 30, (first % 30) + 10);
      },
      remove: async () => {},
    };
    await expect(replayUsage({ counters, deadLetters })).rejects.toThrow(/^Counted 0 log batches; 30 failed/);
    expect(received).toBe(40);
  });

  it('where the queue cannot be read', async () => {
    await expect(replay(`${queues.endpoint}/other`)).rejects.toThrow('SQS failed: QueueDoesNotExist.');
  });
});

it('counts every batch once, in however many messages it is, and leaves the queue empty', async () => {
  const batch = JSON.stringify(logDelivery([accessLine(), accessLine()]));
  for (let copy = 0; copy < 12; copy += 1) queues.send(QUEUE.arn, batch);
  expect(await replay()).toBe('Counted 12 log batches.');
  expect(total()).toBe(2);
  expect(await replay()).toBe('No log batch waits to be counted.');
});
