import { z } from 'zod';
import type { EventSourceMappingDefinition, FunctionDefinition, QueueDefinition } from './application.ts';
import { type FilterPattern, FilterPatternError, parseFilterPattern } from './filter-pattern.ts';
import { streamArnOf } from './load-table.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { flag, ignored, map, number, only, text } from './schemas.ts';
import { DESCRIPTIVE } from './without-local-effect.ts';

const MAPPING = map({
  EventSourceArn: text,
  FunctionName: text,
  Enabled: only(true),
  // Where one is created, the other way of starting would lose what happened before it.
  StartingPosition: z.literal('TRIM_HORIZON'),
  /** How many batches of a shard run at once. */
  ParallelizationFactor: only(1),
  FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
  FilterCriteria: map({ Filters: z.array(map({ Pattern: text })).min(1, 'has no filters.') }),
  DestinationConfig: map({ OnFailure: map({ Destination: text }) }).optional(),
  BisectBatchOnFunctionError: flag.default(false),
  // Lambda's own defaults; -1 is its way to say "without limit".
  BatchSize: number.default(100),
  MaximumRetryAttempts: number.default(-1),
  MaximumRecordAgeInSeconds: number.default(-1),
  ...ignored(DESCRIPTIVE, 'Tags'),
});

export interface EventSourceMappingResources {
  readonly mappings: readonly LoadedResource[];
  readonly tables: readonly LoadedResource[];
  readonly queues: readonly QueueDefinition[];
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
}

/** Loads the mappings from streams of tables to functions. Throws a TemplateError for whatever is not emulated here. */
export function loadEventSourceMappings(resources: EventSourceMappingResources): EventSourceMappingDefinition[] {
  const { mappings, tables, queues, functions } = resources;
  return mappings.map((mapping) => {
    const properties = mapping.properties(MAPPING);
    const { EventSourceArn: streamArn, FunctionName, DestinationConfig } = properties;
    const table = tables.find((one) => streamArnOf(one) === streamArn);
    if (table === undefined) throw mapping.error('EventSourceArn', `${streamArn} is no stream of the template.`);
    const [functionArn] = [...functions].find(([arn, { name }]) => arn === FunctionName || name === FunctionName) ?? [];
    if (functionArn === undefined)
      throw mapping.error('FunctionName', `${FunctionName} is no function of the template.`);
    const deadLetterArn = DestinationConfig?.OnFailure.Destination ?? null;
    if (deadLetterArn !== null && !queues.some(({ arn }) => arn === deadLetterArn)) {
      throw mapping.error('DestinationConfig.OnFailure.Destination', `${deadLetterArn} is no queue of the template.`);
    }
    return {
      name: mapping.physicalId,
      functionArn,
      tableName: table.physicalId,
      streamArn,
      batchSize: properties.BatchSize,
      bisectBatch: properties.BisectBatchOnFunctionError,
      maximumRetryAttempts: unlimited(properties.MaximumRetryAttempts),
      maximumRecordAgeSeconds: unlimited(properties.MaximumRecordAgeInSeconds),
      filters: properties.FilterCriteria.Filters.map(({ Pattern }, index) => filterOf(mapping, Pattern, index)),
      deadLetterArn,
    };
  });
}

function filterOf(mapping: LoadedResource, pattern: string, index: number): FilterPattern {
  try {
    return parseFilterPattern(pattern);
  } catch (error) {
    if (!(error instanceof FilterPatternError)) throw error;
    throw mapping.error(`FilterCriteria.Filters[${index}].Pattern`, error.message);
  }
}

function unlimited(value: number): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}
