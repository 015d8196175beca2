import { Duration } from 'aws-cdk-lib';
import { FilterPattern, type IFilterPattern, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Env } from '../../lambdas/env.ts';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import { metricsNamespace } from '../functions/metrics-namespace.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { RecordsTable } from '../records/records-table.ts';

export interface UsagePipelineProps {
  readonly stage: string;
  readonly functionsDirectory: string;
  readonly table: RecordsTable;
  /** Of the Partner API. */
  readonly accessLogs: ILogGroup;
  /** Of the Partner API's authorizer. */
  readonly authorizerLogs: ILogGroup;
}

/** Counts calls from the logs that they leave, off the path of the calls themselves (ADR 11). */
export class UsagePipeline extends Construct {
  /** Log batches that could not be counted. */
  readonly deadLetters: Queue;
  readonly counter: ServiceFunction;

  constructor(scope: Construct, id: string, props: UsagePipelineProps) {
    super(scope, id);
    // Kept for less long than the marks of what was counted, so that a replay is safe.
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters').queue;
    this.counter = new ServiceFunction(this, 'Counter', {
      name: 'usage-counter',
      description: 'Counts the calls of the Partner API from its logs',
      functionsDirectory: props.functionsDirectory,
      memorySizeMb: 512,
      timeout: Duration.minutes(1),
      environment: {
        [Env.TABLE_NAME]: props.table.tableName,
        [Env.METRICS_NAMESPACE]: metricsNamespace(props.stage),
      },
      deadLetterQueue: this.deadLetters,
    });
    props.table.grantCountUsage(this.counter);
    const subscribe = (name: string, logs: ILogGroup, filterPattern: IFilterPattern) =>
      logs.addSubscriptionFilter(name, { destination: new LambdaDestination(this.counter.lambda), filterPattern });
    subscribe('Usage', props.accessLogs, FilterPattern.allEvents());
    subscribe('Usage', props.authorizerLogs, FilterPattern.stringValue('$.message', '=', 'refused'));
  }
}
