import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { NOTIFIABLE_ACTIONS } from '../../lambdas/contract/notifiable-actions.ts';
import { Env } from '../../lambdas/env.ts';
import { acknowledge } from '../functions/acknowledge.ts';
import { DeadLetterQueue } from '../functions/dead-letter-queue.ts';
import { grantSendMail } from '../functions/mail-grant.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { RecordsTable } from '../records/records-table.ts';

export interface NoticeSenderProps {
  readonly functionsDirectory: string;
  readonly table: RecordsTable;
  readonly senderAddress: string;
}

/** The most that Lambda takes, so that only the age of a record ends its attempts. */
const RETRIES = 10_000;

/** Notifies partner users of changes that the table's stream delivers (docs/adr/0012-notices.md). */
export class NoticeSender extends Construct {
  readonly function: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { functionsDirectory, table, senderAddress }: NoticeSenderProps) {
    super(scope, id);
    this.function = new ServiceFunction(this, 'Sender', {
      name: 'notice-sender',
      description: 'Notifies partner users by e-mail of changes',
      functionsDirectory,
      timeout: Duration.minutes(2),
      environment: { [Env.TABLE_NAME]: table.tableName, [Env.SENDER_ADDRESS]: senderAddress },
    });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    acknowledge(this.deadLetters, { SQS3: 'It is a queue of dead letters itself.' });
    table.grantReadStream(this.function);
    table.grantSendNotices(this.function);
    grantSendMail(this.function, senderAddress);
    this.deadLetters.grantSend(this.function);
    const { queueArn } = this.deadLetters.queue;
    new EventSourceMapping(this, 'Changes', {
      target: this.function.lambda,
      eventSourceArn: table.streamArn,
      // Events from before the mapping are notified too; users who were notified already are skipped.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: {
            Keys: { SK: { S: FilterRule.beginsWith('AUDIT#') } },
            NewImage: { action: { S: FilterRule.or(...NOTIFIABLE_ACTIONS) } },
          },
        }),
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: {
            Keys: { PK: { S: FilterRule.beginsWith('USAGE#') } },
            NewImage: { notice: { S: FilterRule.isEqual('revoked_key_used') } },
          },
        }),
      ],
      batchSize: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: RETRIES,
      maxRecordAge: Duration.hours(12),
      onFailure: { bind: () => ({ destination: queueArn }) },
    });
  }
}
