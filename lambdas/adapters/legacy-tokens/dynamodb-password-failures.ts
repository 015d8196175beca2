import { untilWritten } from '../../domain/base/until-written.ts';
import {
  ATTEMPT_LIMITS,
  ATTEMPT_WINDOW_SECONDS,
  type AttemptCount,
  type AttemptWindow,
  isExtended,
  KNOWN_ADDRESS_SECONDS,
  type KnownAddress,
  type SharedCount,
  tryAgainAt,
} from '../../domain/legacy-tokens/password-attempts.ts';
import type { PasswordFailures, TakeAttemptResult, TakenAttempt } from '../../domain/legacy-tokens/password-check.ts';
import { type Item, integerOf, numberValue, type PrimaryKey } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import {
  allOf,
  anyOf,
  type Changes,
  type Condition,
  equals,
  isAbove,
  isAtMost,
  isBelow,
  lacks,
  updateIf,
} from '../dynamodb/expressions.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';

const WINDOW = 'The window of password attempts';

export class DynamoDbPasswordFailures implements PasswordFailures {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  take(count: SharedCount, now: number) {
    return untilWritten(WINDOW, async () => {
      const started = await this.#start(count, now, isOver(now));
      return started.written ? startedBy(count, now) : this.#takeFrom(count, started.before ?? {}, now);
    });
  }

  takeIfKnown(count: KnownAddress, now: number) {
    const since = now - KNOWN_ADDRESS_SECONDS;
    return untilWritten(WINDOW, async () => {
      const started = await this.#start(count, now, allOf([isAbove('right_at', numberValue(since)), isOver(now)]));
      if (started.written) return startedBy(count, now);
      const { before } = started;
      if (before === undefined || integerOf(before, 'right_at') <= since) return null;
      return this.#takeFrom(count, before, now);
    });
  }

  async confirm({ count, startedAt }: TakenAttempt) {
    await this.#update(count, { add: { failures: numberValue(1) } }, isIn(startedAt));
  }

  async release({ count, startedAt }: TakenAttempt) {
    await this.#update(count, { add: { taken: numberValue(-1) } }, isIn(startedAt));
  }

  async remember(address: KnownAddress, now: number) {
    const set = { right_at: numberValue(now), ttl: numberValue(now + KNOWN_ADDRESS_SECONDS) };
    await this.#update(address, { set }, null);
  }

  #start(count: AttemptCount, now: number, condition: Condition) {
    return this.#update(count, { set: newWindow(count, now) }, condition);
  }

  /** @param item - the count, whose window is not over */
  async #takeFrom(count: AttemptCount, item: Item, now: number): Promise<TakeAttemptResult | 'conflict'> {
    const limit = ATTEMPT_LIMITS[count.kind];
    if (integerOf(item, 'taken') >= limit) {
      return { outcome: 'exhausted', count, tryAgainAt: tryAgainAt(count, windowOf(item), now) };
    }
    const set = { last_taken_at: numberValue(now), ...(isExtended(count) ? ends(count, now) : {}) };
    const hasRoom = allOf([isAbove('window_ends_at', numberValue(now)), isBelow('taken', numberValue(limit))]);
    const taken = await this.#update(count, { add: { taken: numberValue(1) }, set }, hasRoom);
    // Other attempts took the last places, or the window ended: read again.
    if (!taken.written) return 'conflict';
    return { outcome: 'taken', attempt: { count, startedAt: integerOf(taken.attributes, 'window_started_at') } };
  }

  #update(count: AttemptCount, changes: Changes, condition: Condition | null) {
    return this.#table.update({
      ...updateIf(keyOf(count), changes, condition),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  }
}

function keyOf(count: AttemptCount): PrimaryKey {
  switch (count.kind) {
    case 'network':
      return recordKeys.networkAttempts(count.networkHash);
    case 'known_address':
      return recordKeys.knownAddress(count.nameHash, count.ipHash);
    case 'other_addresses':
      return recordKeys.otherAddresses(count.nameHash);
  }
}

function startedBy(count: AttemptCount, now: number): TakeAttemptResult {
  return { outcome: 'taken', attempt: { count, startedAt: now } };
}

function newWindow(count: AttemptCount, now: number): NonNullable<Changes['set']> {
  const at = numberValue(now);
  const places = { taken: numberValue(1), failures: numberValue(0) };
  return { ...places, window_started_at: at, last_taken_at: at, ...ends(count, now) };
}

/** The item of a known address outlives its window. */
function ends({ kind }: AttemptCount, now: number): NonNullable<Changes['set']> {
  const end = numberValue(now + ATTEMPT_WINDOW_SECONDS);
  return kind === 'known_address' ? { window_ends_at: end } : { window_ends_at: end, ttl: end };
}

function windowOf(item: Item): AttemptWindow {
  return {
    failures: integerOf(item, 'failures'),
    endsAt: integerOf(item, 'window_ends_at'),
    lastTakenAt: integerOf(item, 'last_taken_at'),
  };
}

function isOver(now: number): Condition {
  return anyOf([lacks('window_ends_at'), isAtMost('window_ends_at', numberValue(now))]);
}

function isIn(startedAt: number): Condition {
  return allOf([equals('window_started_at', numberValue(startedAt)), isAbove('taken', numberValue(0))]);
}
