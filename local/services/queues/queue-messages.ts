import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from '../../files/json-file.ts';

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly sentMs: number;
  /** Epoch milliseconds until which nobody else gets it. */
  readonly hiddenUntilMs: number;
  /** Of the latest time it was received; null if it never was. */
  readonly receipt: string | null;
  readonly received: number;
}

/** The messages of queues, kept in a file across restarts. */
export class QueueMessages {
  readonly #file: string;
  readonly #queues: Map<string, QueueMessage[]>;

  constructor(file: string) {
    this.#file = file;
    this.#queues = new Map(existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8'))) : []);
  }

  send(queue: string, body: string): QueueMessage {
    const message = { id: randomUUID(), body, sentMs: Date.now(), hiddenUntilMs: 0, receipt: null, received: 0 };
    this.#save(queue, [...this.#of(queue), message]);
    return message;
  }

  /** At most `limit` that nobody works on, which are hidden from others for a time. */
  receive(queue: string, limit: number, hiddenMs: number): QueueMessage[] {
    const now = Date.now();
    const taken = this.#of(queue)
      .filter(({ hiddenUntilMs }) => hiddenUntilMs <= now)
      .slice(0, limit)
      .map((message) => ({
        ...message,
        hiddenUntilMs: now + hiddenMs,
        receipt: randomUUID(),
        received: message.received + 1,
      }));
    const byId = new Map(taken.map((message) => [message.id, message]));
    if (taken.length > 0)
      this.#save(
        queue,
        this.#of(queue).map((message) => byId.get(message.id) ?? message),
      );
    return taken;
  }

  /** Does nothing for a receipt that is not the latest of a message. */
  delete(queue: string, receipt: string): void {
    this.#save(
      queue,
      this.#of(queue).filter((message) => message.receipt !== receipt),
    );
  }

  #of(queue: string): readonly QueueMessage[] {
    return this.#queues.get(queue) ?? [];
  }

  #save(queue: string, messages: QueueMessage[]): void {
    this.#queues.set(queue, messages);
    writePrivateFile(this.#file, `${JSON.stringify(Object.fromEntries(this.#queues), null, 2)}\n`);
  }
}
