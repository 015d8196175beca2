import type { EventSourceMappingDefinition, FunctionDefinition, QueueDefinition } from './application.ts';
import { type FilterPattern, FilterPatternError, parseFilterPattern } from './filter-pattern.ts';
import type { LoadedResource } from './loaded-resource.ts';
import type { Properties } from './properties.ts';

export interface EventSourceMappingResources {
  readonly mappings: readonly LoadedResource[];
  readonly tables: readonly LoadedResource[];
  readonly queues: readonly QueueDefinition[];
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
}

/** Mappings from the streams of tables to functions. Throws a TemplateError for whatever is not reproduced here. */
export function loadEventSourceMappings(resources: EventSourceMappingResources): EventSourceMappingDefinition[] {
  return resources.mappings.map(({ physicalId: name, properties }) => {
    const streamArn = properties.text('EventSourceArn');
    const table = resources.tables.find(
      (one) => one.properties.nested('StreamSpecification') !== null && one.attribute('StreamArn') === streamArn,
    );
    if (table === undefined) throw properties.error('EventSourceArn', `${streamArn} is no stream of the template.`);
    properties.expect('Enabled', true);
    // Where one is created, the other way of starting would lose what happened before it.
    if (properties.text('StartingPosition') !== 'TRIM_HORIZON') {
      throw properties.error('StartingPosition', 'only TRIM_HORIZON is supported locally.');
    }
    // How many batches of a shard run at once; more than one is not reproduced.
    properties.expect('ParallelizationFactor', 1);
    const types = properties.textList('FunctionResponseTypes');
    if (types.join() !== 'ReportBatchItemFailures') {
      throw properties.error('FunctionResponseTypes', 'only ReportBatchItemFailures is supported locally.');
    }
    const mapping = {
      name,
      functionArn: functionOf(properties, resources.functions),
      tableName: table.physicalId,
      streamArn,
      batchSize: properties.number('BatchSize', 100),
      bisectBatch: properties.flag('BisectBatchOnFunctionError', false),
      maximumRetryAttempts: unlimited(properties.number('MaximumRetryAttempts', -1)),
      maximumRecordAgeSeconds: unlimited(properties.number('MaximumRecordAgeInSeconds', -1)),
      filters: filtersOf(properties),
      deadLetterArn: deadLettersOf(properties, resources.queues),
    };
    properties.finish();
    return mapping;
  });
}

function functionOf(properties: Properties, functions: ReadonlyMap<string, FunctionDefinition>): string {
  const named = properties.text('FunctionName');
  const found = [...functions].find(([arn, { name }]) => arn === named || name === named);
  if (found === undefined) throw properties.error('FunctionName', `${named} is no function of the template.`);
  return found[0];
}

function filtersOf(properties: Properties): readonly FilterPattern[] {
  const filters = properties.requiredNested('FilterCriteria').nestedList('Filters');
  if (filters.length === 0) throw properties.error('FilterCriteria', 'has no filters.');
  return filters.map((filter) => {
    try {
      return parseFilterPattern(filter.text('Pattern'));
    } catch (error) {
      if (!(error instanceof FilterPatternError)) throw error;
      throw filter.error('Pattern', error.message);
    }
  });
}

function deadLettersOf(properties: Properties, queues: readonly QueueDefinition[]): string | null {
  const destination = properties.nested('DestinationConfig')?.requiredNested('OnFailure');
  if (destination === undefined) return null;
  const arn = destination.text('Destination');
  if (queues.some((queue) => queue.arn === arn)) return arn;
  throw destination.error('Destination', `${arn} is no queue of the template.`);
}

/** Lambda's own word for "without limit". */
function unlimited(value: number): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}
