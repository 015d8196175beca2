import { DependencyError } from '../../domain/base/dependency-error.ts';
import type {
  CredentialUse,
  ExplainableRefusal,
  RevokedUse,
  UsageChunk,
  UsageCounters,
} from '../../domain/usage-counting/usage-counters.ts';
import type { SeenIp } from '../../domain/usage-counting/usage-updates.ts';
import { stringOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { partnerIdOf, recordKeys } from '../dynamodb/record-keys.ts';
import { addCounters, putMark, putMeasured, putRefusal, putRevokedUse, setLastUse, setSeen } from './usage-items.ts';

/** Parallel batches of one partner update the same items, and no caller waits for this. */
const MAX_ATTEMPTS = 8;

export class DynamoDbUsageCounters implements UsageCounters {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async findPartners(partnerIds: readonly string[]) {
    const items = await this.#table.batchGet(partnerIds.map(recordKeys.partner));
    return new Set(items.map((item) => partnerIdOf(stringOf(item, 'PK'))).filter((partnerId) => partnerId !== null));
  }

  async count(partnerId: string, chunk: UsageChunk, nowMs: number) {
    const updates = chunk.updates.map((update) => addCounters(partnerId, update, nowMs));
    const failed = await this.#table.transact([putMark(partnerId, chunk, nowMs), ...updates], MAX_ATTEMPTS);
    if (failed.some((index) => index > 0)) throw new DependencyError('dynamodb', 'An update without condition failed.');
    return failed.length > 0 ? 'counted_already' : 'counted';
  }

  async recordLastUse(partnerId: string, use: CredentialUse) {
    await this.#table.put(setLastUse(partnerId, use));
  }

  async recordSeen(partnerId: string, seen: SeenIp) {
    await this.#table.update(setSeen(partnerId, seen));
  }

  async recordRevokedUse(partnerId: string, use: RevokedUse) {
    await this.#table.put(putRevokedUse(partnerId, use));
  }

  async recordRefusal(refusal: ExplainableRefusal) {
    await this.#table.put(putRefusal(refusal));
  }

  async markMeasured(batchId: string, nowMs: number) {
    return (await this.#table.put(putMeasured(batchId, nowMs))).written;
  }
}
