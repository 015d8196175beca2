import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from './configuration.ts';
import { RecordsTable } from './records-table.ts';
import { UserPool } from './user-pool.ts';

export interface RecordsStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** What must outlive everything else: records and accounts. */
export class RecordsStack extends Stack {
  readonly table: RecordsTable;
  readonly userPool: UserPool;

  constructor(scope: Construct, id: string, props: RecordsStackProps) {
    super(scope, id, {
      description: 'Partner API authentication: records and accounts',
      terminationProtection: true,
      ...props,
    });
    this.table = new RecordsTable(this, 'Records');
    this.userPool = new UserPool(this, 'Accounts', { senderAddress: props.configuration.senderAddress });

    new CfnOutput(this, 'TableName', { value: this.table.tableName, description: 'Table of all records' });
    new CfnOutput(this, 'UserPoolId', { value: this.userPool.userPoolId, description: 'Accounts of partner staff' });
  }
}
