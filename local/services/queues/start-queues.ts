import { createHash } from 'node:crypto';
import type { QueueDefinition } from '../../template/application.ts';
import { type Input, type Operation, ServiceError, startJsonService } from '../aws-json/start-json-service.ts';
import { type QueueMessage, QueueMessages } from './queue-messages.ts';

export interface QueuesOptions {
  readonly queues: readonly QueueDefinition[];
  /** Keeps the messages across restarts, readable by its owner alone. */
  readonly file: string;
}

export interface Queues {
  readonly endpoint: string;
  /** Address of a queue on this machine. Throws for an ARN or a URL that is no queue's. */
  urlOf(arnOrUrl: string): string;
  /** Throws for an ARN that is no queue's. */
  send(arn: string, body: string): void;
  close(): Promise<void>;
}

const DEFAULT_VISIBILITY_SECONDS = 30;

/** The operations of SQS with which a queue is emptied, over the service's own protocol. */
export async function startQueues({ queues, file }: QueuesOptions): Promise<Queues> {
  const messages = new QueueMessages(file);
  const named = (name: string | undefined): QueueDefinition => {
    const queue = queues.find(({ arn, url, name: own }) => [arn, url, own].includes(name ?? ''));
    if (queue === undefined) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  };
  const queueOf = (input: Input) => named(text(input, 'QueueUrl').split('/').at(-1)).name;
  const operations = new Map<string, Operation>([
    [
      'SendMessage',
      (input) => {
        const sent = messages.send(queueOf(input), text(input, 'MessageBody'));
        return { MessageId: sent.id, MD5OfMessageBody: md5(sent.body) };
      },
    ],
    [
      'ReceiveMessage',
      (input) => {
        const hiddenMs = number(input, 'VisibilityTimeout', DEFAULT_VISIBILITY_SECONDS) * 1000;
        const received = messages.receive(queueOf(input), number(input, 'MaxNumberOfMessages', 1), hiddenMs);
        return { Messages: received.map(described) };
      },
    ],
    ['DeleteMessage', (input) => messages.delete(queueOf(input), text(input, 'ReceiptHandle')) ?? {}],
  ]);
  const service = await startJsonService({ target: 'AmazonSQS', operations });
  return {
    endpoint: service.endpoint,
    urlOf: (arnOrUrl) => `${service.endpoint}/${named(arnOrUrl).name}`,
    send: (arn, body) => {
      messages.send(named(arn).name, body);
    },
    close: service.close,
  };
}

function described({ id, body, receipt, sentMs, received }: QueueMessage) {
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: md5(body),
    Attributes: { SentTimestamp: String(sentMs), ApproximateReceiveCount: String(received) },
  };
}

/** The SDK compares it. */
function md5(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string') throw new ServiceError('MissingParameter', `${name} is missing.`);
  return value;
}

function number(input: Input, name: string, fallback: number): number {
  const value = input[name] ?? fallback;
  if (typeof value !== 'number') throw new ServiceError('InvalidParameterValue', `${name} must be a number.`);
  return value;
}
