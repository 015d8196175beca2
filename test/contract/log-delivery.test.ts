import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLogDelivery } from '../../lambdas/http/log-delivery.ts';
import { createAsyncInvoker } from '../../local/functions/async-invoker.ts';
import type { InvocationResult } from '../../local/functions/invocation.ts';
import { createLogSubscriptions } from '../../local/services/logs/log-subscriptions.ts';
import { createDeadLetters } from '../../local/services/queues/dead-letters.ts';
import { type Queues, startQueues } from '../../local/services/queues/start-queues.ts';
import type { FunctionDefinition } from '../../local/template/application.ts';

const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:counter';
const QUEUE = {
  name: 'dead',
  arn: 'arn:aws:sqs:eu-central-1:000000000000:dead',
  url: 'https://sqs.eu-central-1.amazonaws.com/000000000000/dead',
};
const FAILED: InvocationResult = { kind: 'error', errorType: 'Error', errorMessage: 'failed' };
const DONE: InvocationResult = { kind: 'result', payload: null };

describe('lines of a log group', () => {
  it('are delivered together, once, to the subscribed functions, in the form that the function reads', async () => {
    const events: unknown[] = [];
    const subscription = {
      name: 'all',
      logGroup: 'group',
      accepts: (line: string) => line !== 'not',
      functionArn: FUNCTION,
    };
    const subscriptions = createLogSubscriptions({
      subscriptions: [subscription],
      accountId: '000000000000',
      invokeAsync: (arn, event) => events.push([arn, event]),
    });
    for (const line of ['one', 'not', 'two']) subscriptions.take('group', line);
    subscriptions.take('another', 'three');
    await subscriptions.close();
    subscriptions.take('group', 'too late');
    await subscriptions.close();

    expect(events).toEqual([[FUNCTION, expect.anything()]]);
    const [[, event]] = events as [[string, Parameters<typeof readLogDelivery>[0]]];
    const batch = readLogDelivery(event);
    expect(batch).toMatchObject({ logGroup: 'group', logStream: 'local' });
    expect(batch?.events.map(({ message }) => message)).toEqual(['one', 'two']);
    expect(new Set(batch?.events.map(({ id }) => id)).size).toBe(2);
  });

  it('do not wait for long', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const subscriptions = createLogSubscriptions({
      subscriptions: [{ name: 'all', logGroup: 'group', accepts: () => true, functionArn: FUNCTION }],
      accountId: '000000000000',
      invokeAsync: (_, event) => resolve(event),
      delayMs: 1,
    });
    subscriptions.take('group', 'one');
    await promise;
    await subscriptions.close();
  });
});

describe('an asynchronous event', () => {
  const givenUp: unknown[] = [];
  const invoking = (answers: readonly InvocationResult[], delaysMs = [1, 1]) => {
    let calls = 0;
    const given = Promise.withResolvers<void>();
    const later = createAsyncInvoker({
      invoke: async () => answers[calls++] ?? DONE,
      giveUp: (...what) => {
        givenUp.push(what);
        given.resolve();
      },
      delaysMs,
    });
    return { later, given: given.promise, calls: () => calls };
  };
  beforeEach(() => {
    givenUp.length = 0;
  });

  it('is given up after three failed attempts', async () => {
    const { later, given, calls } = invoking([FAILED, { kind: 'timeout' }, FAILED, DONE]);
    later.invokeAsync(FUNCTION, { the: 'event' });
    await given;
    await later.close();
    expect(givenUp).toEqual([[FUNCTION, { the: 'event' }, FAILED]]);
    expect(calls()).toBe(3);
  });

  it('is processed when a later attempt succeeds', async () => {
    const { later, calls } = invoking([FAILED, DONE], [0, 0]);
    later.invokeAsync(FUNCTION, {});
    await later.close();
    expect(calls()).toBe(2);
    expect(givenUp).toEqual([]);
  });

  it('is not lost by a run that stops', async () => {
    const { later, calls } = invoking([FAILED, FAILED, FAILED], [3_600_000, 3_600_000]);
    later.invokeAsync(FUNCTION, {});
    await later.close();
    expect(calls()).toBe(2);
    expect(givenUp).toHaveLength(1);
  });
});

describe('an event that was given up', () => {
  const lost: string[] = [];
  const sent: [string, string][] = [];
  const letters = (deadLetterQueueArn: string | null, allowed: boolean) =>
    createDeadLetters({
      functions: new Map([[FUNCTION, { name: 'counter', deadLetterQueueArn } as FunctionDefinition]]),
      allows: (_, { action, resource }) => allowed && action === 'sqs:SendMessage' && resource === QUEUE.arn,
      send: (arn, body) => sent.push([arn, body]),
      onLost: (what) => lost.push(what),
    });
  beforeEach(() => {
    lost.length = 0;
    sent.length = 0;
  });

  it('is reported as lost if the role of its function does not allow sending it', () => {
    letters(QUEUE.arn, false)(FUNCTION, {}, FAILED);
    expect(lost).toEqual([expect.stringContaining('does not allow it to send')]);
    expect(sent).toEqual([]);
  });

  it('is reported as lost without a queue', () => {
    letters(null, true)(FUNCTION, {}, FAILED);
    expect(lost).toEqual([expect.stringContaining('no dead-letter queue')]);
  });

  it('is in the queue unchanged', () => {
    letters(QUEUE.arn, true)(FUNCTION, { the: 'event' }, FAILED);
    expect(sent).toEqual([[QUEUE.arn, '{"the":"event"}']]);
    expect(lost).toEqual([]);
  });
});

describe('a queue, by the SDK', () => {
  let directory: string;
  let queues: Queues;
  let client: SQSClient;
  const start = async () => {
    queues = await startQueues({ queues: [QUEUE], file: join(directory, 'queues.json') });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new SQSClient({ endpoint: queues.endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
  };
  const stop = async () => {
    client.destroy();
    await queues.close();
  };
  const receive = async (VisibilityTimeout = 30) =>
    (
      await client.send(
        new ReceiveMessageCommand({ QueueUrl: queues.urlOf(QUEUE.arn), MaxNumberOfMessages: 10, VisibilityTimeout }),
      )
    ).Messages ?? [];
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'queues-'));
    await start();
  });
  afterEach(async () => {
    await stop();
    rmSync(directory, { recursive: true });
  });

  it('that does not exist cannot be read', async () => {
    const command = new ReceiveMessageCommand({ QueueUrl: `${queues.endpoint}/other` });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    expect(() => queues.urlOf('arn:other')).toThrow('does not exist');
  });

  it('returns a message to one receiver at a time, and to none after it was deleted', async () => {
    queues.send(QUEUE.arn, 'body');
    const [message] = await receive();
    expect(message?.Body).toBe('body');
    expect(await receive()).toEqual([]);
    await client.send(
      new DeleteMessageCommand({ QueueUrl: queues.urlOf(QUEUE.url), ReceiptHandle: message?.ReceiptHandle }),
    );
    expect(await receive(0)).toEqual([]);
  });

  it('returns a message again that was not deleted, and does not delete it by an old receipt', async () => {
    queues.send(QUEUE.arn, 'body');
    const [first] = await receive(0);
    const [second] = await receive(0);
    expect(second?.MessageId).toBe(first?.MessageId);
    await client.send(
      new DeleteMessageCommand({ QueueUrl: queues.urlOf(QUEUE.arn), ReceiptHandle: first?.ReceiptHandle }),
    );
    expect(await receive(0)).toHaveLength(1);
  });

  it('stores its messages across restarts', async () => {
    queues.send(QUEUE.arn, 'body');
    await stop();
    await start();
    expect((await receive()).map(({ Body }) => Body)).toEqual(['body']);
  });
});
