import { untilWritten } from '../../domain/base/until-written.ts';
import type { PasswordFailures } from '../../domain/legacy-tokens/password-check.ts';
import { type Item, integerOf, numberValue } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import {
  allOf,
  anyOf,
  type Changes,
  type Condition,
  doesNotExist,
  equals,
  isAbove,
  isAtMost,
  isBelow,
  updateIf,
} from '../dynamodb/expressions.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';

/** Wrong passwords for one user name in one window; the window starts with the first. */
const MAX_FAILURES = 20;
const WINDOW_SECONDS = 15 * 60;

export class DynamoDbPasswordFailures implements PasswordFailures {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  reserve(usernameHash: string, now: number) {
    return untilWritten('The window of password failures', async () => {
      const counted = await this.#update(usernameHash, { add: { taken: numberValue(1) } }, hasRoom(now));
      if (counted.written) {
        return { outcome: 'reserved' as const, windowEndsAt: integerOf(counted.attributes, 'window_ends_at') };
      }
      const { before } = counted;
      if (before !== undefined && integerOf(before, 'window_ends_at') > now) {
        return { outcome: 'exhausted' as const, tryAgainAt: tryAgainAt(before, now) };
      }
      const started = await this.#update(usernameHash, { set: newWindow(now) }, isOver(now));
      if (started.written) return { outcome: 'reserved' as const, windowEndsAt: now + WINDOW_SECONDS };
      // Another attempt started the window: this one counts in it.
      return 'conflict';
    });
  }

  async release(usernameHash: string, windowEndsAt: number) {
    await this.#update(usernameHash, { add: { taken: numberValue(-1) } }, isIn(windowEndsAt));
  }

  async confirm(usernameHash: string, windowEndsAt: number) {
    await this.#update(usernameHash, { add: { failures: numberValue(1) } }, isIn(windowEndsAt));
  }

  #update(usernameHash: string, changes: Changes, condition: Condition) {
    return this.#table.update({
      ...updateIf(recordKeys.passwordFailures(usernameHash), changes, condition),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  }
}

/** Returns the next second while the passwords of reserved attempts are being checked, else the end of the window. */
function tryAgainAt(item: Item, now: number): number {
  return integerOf(item, 'failures') < MAX_FAILURES ? now + 1 : integerOf(item, 'window_ends_at');
}

function hasRoom(now: number): Condition {
  return allOf([isAbove('window_ends_at', numberValue(now)), isBelow('taken', numberValue(MAX_FAILURES))]);
}

function isOver(now: number): Condition {
  return anyOf([doesNotExist, isAtMost('window_ends_at', numberValue(now))]);
}

function isIn(windowEndsAt: number): Condition {
  return allOf([equals('window_ends_at', numberValue(windowEndsAt)), isAbove('taken', numberValue(0))]);
}

function newWindow(now: number): NonNullable<Changes['set']> {
  const end = numberValue(now + WINDOW_SECONDS);
  return { taken: numberValue(1), failures: numberValue(0), window_ends_at: end, ttl: end };
}
