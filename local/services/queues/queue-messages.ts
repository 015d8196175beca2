import { randomUUID } from 'node:crypto';
import { readJsonFile, writeJsonFile } from '../../files/json-file.ts';

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly sentMs: number;
  /** Epoch milliseconds until which nobody else receives it. */
  readonly hiddenUntilMs: number;
  /** Of the latest time it was received; null if it never was. */
  readonly receipt: string | null;
  readonly received: number;
}

/** Stores the messages of queues in a file, across restarts. */
export class QueueMessages {
  readonly #file: string;
  readonly #queues: Map<string, QueueMessage[]>;

  constructor(file: string) {
    this.#file = file;
    this.#queues = new Map(Object.entries(readJsonFile(file, {})));
  }

  send(queue: string, body: string): QueueMessage {
    const message = { id: randomUUID(), body, sentMs: Date.now(), hiddenUntilMs: 0, receipt: null, received: 0 };
    this.#save(queue, [...this.#of(queue), message]);
    return message;
  }

  /** Returns at most `limit` visible messages, and hides them from others for a time. */
  receive(queue: string, limit: number, hiddenMs: number): QueueMessage[] {
    const now = Date.now();
    const received = this.#of(queue)
      .filter(({ hiddenUntilMs }) => hiddenUntilMs <= now)
      .slice(0, limit)
      .map((message) => ({
        ...message,
        hiddenUntilMs: now + hiddenMs,
        receipt: randomUUID(),
        received: message.received + 1,
      }));
    if (received.length > 0) {
      const byId = new Map(received.map((message) => [message.id, message]));
      const all = this.#of(queue).map((message) => byId.get(message.id) ?? message);
      this.#save(queue, all);
    }
    return received;
  }

  /** Does nothing if the receipt is not the latest one of a message. */
  delete(queue: string, receipt: string): void {
    const kept = this.#of(queue).filter((message) => message.receipt !== receipt);
    this.#save(queue, kept);
  }

  #of(queue: string): readonly QueueMessage[] {
    return this.#queues.get(queue) ?? [];
  }

  #save(queue: string, messages: QueueMessage[]): void {
    this.#queues.set(queue, messages);
    writeJsonFile(this.#file, Object.fromEntries(this.#queues));
  }
}
