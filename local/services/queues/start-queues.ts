import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { QueueDefinition } from '../../template/application.ts';
import { operation, ServiceError, startJsonService } from '../aws-json/start-json-service.ts';
import { type QueueMessage, QueueMessages } from './queue-messages.ts';

export interface QueuesOptions {
  readonly queues: readonly QueueDefinition[];
  /** Stores the messages across restarts; only its owner can read it. */
  readonly file: string;
}

export interface Queues {
  readonly endpoint: string;
  /** Returns the URL of a queue on this machine. Throws for the ARN or URL of an unknown queue. */
  urlOf(arnOrUrl: string): string;
  /** Throws for the ARN of an unknown queue. */
  send(arn: string, body: string): void;
  close(): Promise<void>;
}

const DEFAULT_VISIBILITY_SECONDS = 30;

/** Serves the operations of SQS that fill and empty a queue, over the service's own protocol. */
export async function startQueues({ queues, file }: QueuesOptions): Promise<Queues> {
  const messages = new QueueMessages(file);
  const find = (id: string): QueueDefinition => {
    const queue = queues.find(({ arn, url, name }) => [arn, url, name].includes(id));
    if (queue === undefined) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  };
  const queueName = z.string().transform((url) => find(url.split('/').at(-1) ?? '').name);
  const service = await startJsonService({
    target: 'AmazonSQS',
    operations: {
      SendMessage: operation(
        z.object({ QueueUrl: queueName, MessageBody: z.string() }),
        ({ QueueUrl: queue, MessageBody: body }) => ({
          MessageId: messages.send(queue, body).id,
          MD5OfMessageBody: md5(body),
        }),
      ),
      ReceiveMessage: operation(
        z.object({
          QueueUrl: queueName,
          MaxNumberOfMessages: z.number().default(1),
          VisibilityTimeout: z.number().default(DEFAULT_VISIBILITY_SECONDS),
        }),
        ({ QueueUrl: queue, MaxNumberOfMessages: limit, VisibilityTimeout: seconds }) => ({
          Messages: messages.receive(queue, limit, seconds * 1000).map(toOutput),
        }),
      ),
      DeleteMessage: operation(
        z.object({ QueueUrl: queueName, ReceiptHandle: z.string() }),
        ({ QueueUrl: queue, ReceiptHandle: receipt }) => messages.delete(queue, receipt) ?? {},
      ),
    },
  });
  return {
    endpoint: service.endpoint,
    urlOf: (arnOrUrl) => `${service.endpoint}/${find(arnOrUrl).name}`,
    send: (arn, body) => {
      messages.send(find(arn).name, body);
    },
    close: service.close,
  };
}

function toOutput({ id, body, receipt, sentMs, received }: QueueMessage) {
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: md5(body),
    Attributes: { SentTimestamp: String(sentMs), ApproximateReceiveCount: String(received) },
  };
}

/** Returns the hash that the SDK compares with its own. */
function md5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
