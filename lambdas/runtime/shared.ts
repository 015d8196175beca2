import { createDynamoDbClient } from '../adapters/dynamodb/dynamodb-client.ts';
import { DynamoDbTable } from '../adapters/dynamodb/dynamodb-table.ts';
import { metricsNamespace, tableName } from '../config.ts';
import { embeddedMetrics, type Metrics } from '../http/metrics.ts';

/** Adapters that functions of several groups have. */

export interface MeasuringRuntime {
  readonly metrics: Metrics;
}

export function recordsTable(): DynamoDbTable {
  return new DynamoDbTable(createDynamoDbClient(), tableName(process.env));
}

export function metrics(): Metrics {
  return embeddedMetrics(metricsNamespace(process.env));
}
