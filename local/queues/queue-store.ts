import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { QueueDefinition } from '../template/application.ts';
import { writePrivateFile } from '../write-private-file.ts';

export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly sentMs: number;
  readonly receipt: string | null;
  readonly hiddenUntilMs: number;
  readonly receives: number;
}

/** Messages of queues, kept across restarts. Nothing expires: it is looked at within days or not at all. */
export class QueueStore {
  readonly #file: string;
  readonly #queues: readonly QueueDefinition[];
  readonly #messages: Record<string, QueuedMessage[]>;

  constructor(file: string, queues: readonly QueueDefinition[]) {
    this.#file = file;
    this.#queues = queues;
    this.#messages = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  /** By its ARN, or by its URL, of which the last part names it. null if there is none. */
  find(arnOrUrl: string): QueueDefinition | null {
    return this.#queues.find(({ arn, name }) => arn === arnOrUrl || arnOrUrl.endsWith(`/${name}`)) ?? null;
  }

  send({ arn }: QueueDefinition, body: string): QueuedMessage {
    const message = { id: randomUUID(), body, sentMs: Date.now(), receipt: null, hiddenUntilMs: 0, receives: 0 };
    this.#set(arn, [...this.#of(arn), message]);
    return message;
  }

  /** Oldest first; each is hidden from others for a while. */
  receive({ arn }: QueueDefinition, count: number, hiddenMs: number): readonly QueuedMessage[] {
    const now = Date.now();
    const taken = this.#of(arn)
      .filter(({ hiddenUntilMs }) => hiddenUntilMs <= now)
      .slice(0, count)
      .map((one) => ({ ...one, receipt: randomUUID(), hiddenUntilMs: now + hiddenMs, receives: one.receives + 1 }));
    const byId = new Map(taken.map((one) => [one.id, one]));
    this.#set(
      arn,
      this.#of(arn).map((one) => byId.get(one.id) ?? one),
    );
    return taken;
  }

  delete({ arn }: QueueDefinition, receipt: string): void {
    this.#set(
      arn,
      this.#of(arn).filter((one) => one.receipt !== receipt),
    );
  }

  count({ arn }: QueueDefinition): { readonly visible: number; readonly hidden: number } {
    const now = Date.now();
    const hidden = this.#of(arn).filter(({ hiddenUntilMs }) => hiddenUntilMs > now).length;
    return { visible: this.#of(arn).length - hidden, hidden };
  }

  #of(arn: string): QueuedMessage[] {
    return this.#messages[arn] ?? [];
  }

  #set(arn: string, messages: QueuedMessage[]): void {
    this.#messages[arn] = messages;
    writePrivateFile(this.#file, `${JSON.stringify(this.#messages, null, 2)}\n`);
  }
}

export function md5Of(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
