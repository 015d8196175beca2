import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { DeadLetter, DeadLetters } from '../../domain/operations/replay-dead-letters.ts';

/** SQS's limit for one call. */
const MAX_MESSAGES = 10;
/** Longer than it takes to process these. */
const HIDDEN_SECONDS = 300;

export class SqsDeadLetters implements DeadLetters {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async receive() {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#queueUrl,
      MaxNumberOfMessages: MAX_MESSAGES,
      VisibilityTimeout: HIDDEN_SECONDS,
      // Without waiting, SQS asks only some of its servers and may miss messages.
      WaitTimeSeconds: 2,
    });
    const { Messages = [] } = await this.#do(() => this.#client.send(command));
    return Messages.map(({ MessageId: id = '', Body: body = '', ReceiptHandle: receipt = '' }) => ({
      id,
      body,
      receipt,
    }));
  }

  async remove({ receipt }: DeadLetter) {
    const command = new DeleteMessageCommand({ QueueUrl: this.#queueUrl, ReceiptHandle: receipt });
    await this.#do(() => this.#client.send(command));
  }

  async #do<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw DependencyError.from('sqs', 'SQS failed', error);
    }
  }
}
