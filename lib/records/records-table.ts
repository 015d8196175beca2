import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { acknowledge } from '../functions/acknowledge.ts';

/** How the partition keys of records begin (docs/records.md). */
type RecordKind =
  | 'BATCH#'
  | 'DENIAL#'
  | 'DUE#'
  | 'EMAIL#'
  | 'IDENTITY#'
  | 'LOGIN#'
  | 'NOTICE#'
  | 'PARTNER#'
  | 'TOKEN#'
  | 'USAGE#'
  | 'USER#';

/** A transaction takes the actions of its items, and none of its own. */
type TransactionAction = 'ConditionCheckItem' | 'PutItem' | 'UpdateItem';

/**
 * The one table (docs/records.md), and its grants. Every grant is limited to kinds of records, those for transactions to all the
 * kinds that the function's transactions hold: that is right whether AWS tests an item of a transaction by its own key, by the
 * keys of all items, or by none.
 */
export class RecordsTable extends Construct {
  readonly tableName: string;
  /** Stream of all writes, in order for each partition. It feeds the notices. */
  readonly streamArn: string;
  private readonly tableArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'PK', type: AttributeType.STRING },
      sortKey: { name: 'SK', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'ttl',
      stream: StreamViewType.NEW_IMAGE,
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.tableName = table.tableName;
    this.tableArn = table.tableArn;
    if (table.tableStreamArn === undefined) throw new Error('The records table has no stream.');
    this.streamArn = table.tableStreamArn;
  }

  /** Allows the authorizer's one read. */
  grantReadCredentials(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:BatchGetItem'], ['PARTNER#', 'TOKEN#']);
  }

  /** Allows to issue legacy tokens to the user of an account, and to count wrong passwords. */
  grantIssueTokens(grantee: IGrantable): void {
    this.grantFindSignedInUsers(grantee);
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#']);
    this.grant(grantee, ['dynamodb:PutItem'], ['TOKEN#']);
    this.grant(grantee, ['dynamodb:UpdateItem'], ['LOGIN#']);
  }

  /** Allows to find the user of an account, and to link the two. */
  grantFindSignedInUsers(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['EMAIL#', 'IDENTITY#', 'USER#']);
    this.grantTransactions(grantee, ['PutItem', 'UpdateItem'], ['IDENTITY#', 'USER#']);
  }

  /** Allows to end the sessions and the legacy tokens of a user. */
  grantEndAccess(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#', 'USER#']);
    this.grantTransactions(grantee, ['PutItem', 'UpdateItem'], ['PARTNER#', 'USER#']);
  }

  /** Does the same, for whoever knows an account instead of its user. */
  grantEndAccessOfAccounts(grantee: IGrantable): void {
    this.grantEndAccess(grantee);
    this.grant(grantee, ['dynamodb:GetItem'], ['EMAIL#', 'IDENTITY#']);
  }

  /** Allows to read single records of partners. */
  grantReadPartners(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#']);
  }

  /** Allows to read several records of one partner, for instance its activity. */
  grantListItems(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:Query'], ['PARTNER#']);
  }

  /** Allows to read usage figures, and the key that they belong to. */
  grantReadUsage(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:Query'], ['USAGE#']);
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#']);
  }

  /** Allows to read refusals, with their partner, key and user. */
  grantReadDenials(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['DENIAL#', 'PARTNER#']);
  }

  /** Allows to read when each of a partner's keys was last used. */
  grantReadLastUses(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:BatchGetItem'], ['USAGE#']);
  }

  /** Allows to read which of a partner's users still call with legacy tokens. */
  grantReadLegacyUsage(grantee: IGrantable): void {
    this.grantReadLastUses(grantee);
    this.grant(grantee, ['dynamodb:Query'], ['PARTNER#', 'USAGE#']);
  }

  /** Allows to store new codes, and to read what they are for. */
  grantRequestCodes(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#', 'USER#']);
    this.grantTransactions(grantee, ['PutItem'], ['USER#']);
  }

  /** Allows to read and change a partner's own records, each with its event. */
  grantChangePartner(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#']);
    this.grantTransactions(grantee, ['PutItem', 'UpdateItem'], ['PARTNER#']);
  }

  /** Allows the same, and to redeem the code that a change takes. */
  grantChangePartnerWithCode(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#', 'USER#']);
    this.grantTransactions(grantee, ['PutItem', 'UpdateItem'], ['PARTNER#', 'USER#']);
  }

  /** Allows everything about API keys, but no deletion: a deleted key stays, marked as such. */
  grantManageKeys(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#', 'USER#']);
    this.grant(grantee, ['dynamodb:Query'], ['PARTNER#']);
    this.grantTransactions(grantee, ['ConditionCheckItem', 'PutItem', 'UpdateItem'], ['DUE#', 'PARTNER#', 'USER#']);
  }

  /** Allows to find due warnings and what they are about, to record their deliveries, and to delete those that were sent. */
  grantSendWarnings(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:Query'], ['DUE#', 'PARTNER#']);
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#']);
    this.grant(grantee, ['dynamodb:DeleteItem'], ['DUE#']);
    this.grant(grantee, ['dynamodb:UpdateItem'], ['NOTICE#']);
  }

  /** Allows to read whom to notify about what, and to record sent notices. */
  grantSendNotices(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem', 'dynamodb:Query'], ['PARTNER#']);
    this.grant(grantee, ['dynamodb:UpdateItem'], ['NOTICE#']);
  }

  /** Allows Lambda to read the stream for the function, in whose role it does so. */
  grantReadStream(grantee: IGrantable & IConstruct): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [this.streamArn],
      }),
    );
    const streams = Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: '*/stream/*' });
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [streams] }),
    );
    acknowledge(grantee, {
      'IAM5[Resource::arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/*/stream/*]':
        'Lambda asks for a list of streams before there is one to name; the list holds no records.',
    });
  }

  /** Allows to look up partners, to count in transactions, and to write the marks and refusals beside them. */
  grantCountUsage(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:BatchGetItem'], ['PARTNER#']);
    this.grant(grantee, ['dynamodb:PutItem'], ['BATCH#', 'DENIAL#']);
    this.grantTransactions(grantee, ['PutItem', 'UpdateItem'], ['USAGE#']);
  }

  /** `kinds` are those of all the function's transactions together. */
  private grantTransactions(
    grantee: IGrantable,
    actions: readonly TransactionAction[],
    kinds: readonly RecordKind[],
  ): void {
    this.grant(
      grantee,
      actions.map((action) => `dynamodb:${action}`),
      kinds,
    );
  }

  /** Covers the table itself only: it has no index. */
  private grant(grantee: IGrantable, actions: string[], kinds: readonly RecordKind[]): void {
    const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map((kind) => `${kind}*`) } };
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions, resources: [this.tableArn], conditions }),
    );
  }
}
