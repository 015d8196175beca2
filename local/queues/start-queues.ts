import { type Input, type Operation, ServiceError, startJsonService } from '../aws-json/start-json-service.ts';
import type { QueueDefinition } from '../template/application.ts';
import { md5Of, QueueStore } from './queue-store.ts';

export interface Queues {
  readonly endpoint: string;
  /** Throws for a queue that is not in the template. */
  send(queueArn: string, body: string): void;
  close(): Promise<void>;
}

export interface QueuesOptions {
  readonly queues: readonly QueueDefinition[];
  /** Keeps the messages across restarts. */
  readonly file: string;
}

/** SQS' own default. */
const HIDDEN_SECONDS = 30;

/** What operators and tests do with queues of dead letters, over the service's own protocol. */
export async function startQueues({ queues, file }: QueuesOptions): Promise<Queues> {
  const store = new QueueStore(file, queues);
  const queueOf = (arnOrUrl: string): QueueDefinition => {
    const queue = store.find(arnOrUrl);
    if (queue === null) {
      throw new ServiceError('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
    }
    return queue;
  };
  const service = await startJsonService({ target: 'AmazonSQS', operations: operationsOf(store, queueOf) });
  return {
    endpoint: service.endpoint,
    send: (queueArn, body) => {
      store.send(queueOf(queueArn), body);
    },
    close: service.close,
  };
}

function operationsOf(
  store: QueueStore,
  queueOf: (arnOrUrl: string) => QueueDefinition,
): ReadonlyMap<string, Operation> {
  const queueIn = (input: Input) => queueOf(textIn(input, 'QueueUrl'));
  return new Map<string, Operation>([
    [
      'SendMessage',
      (input) => {
        const body = textIn(input, 'MessageBody');
        const { id } = store.send(queueIn(input), body);
        return { MessageId: id, MD5OfMessageBody: md5Of(body) };
      },
    ],
    [
      'ReceiveMessage',
      (input) => {
        const count = numberIn(input, 'MaxNumberOfMessages', 1);
        const hiddenMs = numberIn(input, 'VisibilityTimeout', HIDDEN_SECONDS) * 1000;
        const messages = store.receive(queueIn(input), count, hiddenMs);
        if (messages.length === 0) return {};
        return {
          Messages: messages.map(({ id, body, receipt, sentMs, receives }) => ({
            MessageId: id,
            ReceiptHandle: receipt,
            Body: body,
            MD5OfBody: md5Of(body),
            Attributes: { SentTimestamp: String(sentMs), ApproximateReceiveCount: String(receives) },
          })),
        };
      },
    ],
    [
      'DeleteMessage',
      (input) => {
        store.delete(queueIn(input), textIn(input, 'ReceiptHandle'));
        return {};
      },
    ],
    [
      'GetQueueAttributes',
      (input) => {
        const queue = queueIn(input);
        const { visible, hidden } = store.count(queue);
        return {
          Attributes: {
            QueueArn: queue.arn,
            ApproximateNumberOfMessages: String(visible),
            ApproximateNumberOfMessagesNotVisible: String(hidden),
          },
        };
      },
    ],
  ]);
}

function textIn(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ServiceError('com.amazonaws.sqs#InvalidParameterValue', `${name} is missing.`);
}

function numberIn(input: Input, name: string, fallback: number): number {
  const value = input[name] ?? fallback;
  if (Number.isInteger(value)) return Number(value);
  throw new ServiceError('com.amazonaws.sqs#InvalidParameterValue', `${name} must be a whole number.`);
}
