import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type {
  ExplainableRefusal,
  LastUse,
  RevokedUse,
  UsageChunk,
  UsageCounters,
} from '../../domain/usage-counting/usage-counters.ts';
import type { SeenAddress } from '../../domain/usage-counting/usage-updates.ts';
import { stringOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { transact, writeIf } from '../dynamodb/dynamodb-transaction.ts';
import { recordKeys } from '../dynamodb/record-items.ts';
import { addCounters, putMark, putMeasured, putRefusal, putRevokedUse, setLastUse, setSeen } from './usage-items.ts';

/** Batches of one partner that are counted side by side meet in the same items, and nobody waits for this. */
const MAX_ATTEMPTS = 8;
const PARTNER_PREFIX = 'PARTNER#';

export class DynamoDbUsageCounters implements UsageCounters {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async findPartners(partnerIds: readonly string[]) {
    const items = await this.#table.batchGet(partnerIds.map(recordKeys.partner));
    return new Set(items.map((item) => stringOf(item, 'PK').slice(PARTNER_PREFIX.length)));
  }

  async count(partnerId: string, chunk: UsageChunk, nowMs: number) {
    const { client, tableName } = this.#table;
    const updates = chunk.updates.map((update) => addCounters(tableName, partnerId, update, nowMs));
    const failed = await transact(client, [putMark(tableName, partnerId, chunk, nowMs), ...updates], MAX_ATTEMPTS);
    if (failed.some((index) => index > 0)) throw new DependencyError('dynamodb', 'An update without condition failed.');
    return failed.length > 0 ? 'counted_already' : 'counted';
  }

  async recordLastUse(partnerId: string, use: LastUse) {
    await writeIf(this.#table.client, new PutItemCommand(setLastUse(this.#table.tableName, partnerId, use)));
  }

  async recordSeen(partnerId: string, seen: SeenAddress) {
    await writeIf(this.#table.client, new UpdateItemCommand(setSeen(this.#table.tableName, partnerId, seen)));
  }

  async recordRevokedUse(partnerId: string, use: RevokedUse) {
    await writeIf(this.#table.client, new PutItemCommand(putRevokedUse(this.#table.tableName, partnerId, use)));
  }

  async recordRefusal(refusal: ExplainableRefusal) {
    await writeIf(this.#table.client, new PutItemCommand(putRefusal(this.#table.tableName, refusal)));
  }

  async markMeasured(batchId: string, nowMs: number) {
    return writeIf(this.#table.client, new PutItemCommand(putMeasured(this.#table.tableName, batchId, nowMs)));
  }
}
