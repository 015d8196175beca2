import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { acknowledge } from '../functions/acknowledge.ts';

/** How the partition keys of records begin (docs/records.md). */
type RecordKind = 'DENIAL#' | 'DUE#' | 'NOTICE#' | 'PARTNER#' | 'TOKEN#' | 'USAGE#' | 'USER#';

/**
 * The one table (docs/records.md), and who may do what with it. Functions are held to kinds of records, but for those that
 * write in transactions: for these DynamoDB does not document the condition.
 */
export class RecordsTable extends Construct {
  readonly tableName: string;
  /** Of what was written, in order for each partition: it feeds the notices. */
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

  /** The authorizer's one call. */
  grantReadCredentials(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:BatchGetItem'], ['PARTNER#', 'TOKEN#']);
  }

  /** What issuing a legacy token takes. A transaction is authorised by the actions of its items. */
  grantIssueTokens(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
  }

  /** Single records of users. */
  grantReadUsers(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['USER#']);
  }

  /** Single records of partners. */
  grantReadPartners(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#']);
  }

  /** Several records of one partner, for instance its activity. */
  grantListItems(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:Query'], ['PARTNER#']);
  }

  /** Usage figures, and the key that they are asked for. */
  grantReadUsage(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:Query'], ['USAGE#']);
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#']);
  }

  /** Refusals, and the partner, the key and the user that they are about. */
  grantReadDenials(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem'], ['DENIAL#', 'PARTNER#']);
  }

  /** When each of a partner's keys was last used. */
  grantReadLastUses(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:BatchGetItem'], ['USAGE#']);
  }

  /** Which of a partner's users still call with Bearer tokens. */
  grantReadLegacyUsage(grantee: IGrantable): void {
    this.grantReadLastUses(grantee);
    this.grant(grantee, ['dynamodb:Query'], ['PARTNER#', 'USAGE#']);
  }

  /** Codes, which are written with their events. */
  grantKeepCodes(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem', 'dynamodb:PutItem']);
  }

  /** Reading single records, and changing them in transactions. */
  grantWriteItems(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
  }

  /** Everything about API keys. Nothing is deleted: a deleted key stays, marked as such. */
  grantManageKeys(grantee: IGrantable): void {
    this.grant(grantee, [
      'dynamodb:ConditionCheckItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
  }

  /** Finding what is due, telling who is to know, and striking it off. */
  grantWorkOffWarnings(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:Query'], ['DUE#', 'PARTNER#']);
    this.grant(grantee, ['dynamodb:GetItem'], ['PARTNER#']);
    this.grant(grantee, ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'], ['DUE#']);
  }

  /** Telling users of changes: who they are, what it is about, and what was told. */
  grantSendNotices(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:GetItem', 'dynamodb:Query'], ['PARTNER#']);
    this.grant(grantee, ['dynamodb:UpdateItem'], ['NOTICE#']);
  }

  /** What Lambda asks for, with the function's role, to read the stream for it. */
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

  /** Looking up which partners exist, and counting in transactions. */
  grantCountUsage(grantee: IGrantable): void {
    this.grant(grantee, ['dynamodb:BatchGetItem'], ['PARTNER#']);
    this.grant(grantee, ['dynamodb:PutItem', 'dynamodb:UpdateItem']);
  }

  /** On the table itself only: it has no index. */
  private grant(grantee: IGrantable, actions: string[], kinds?: readonly RecordKind[]): void {
    const conditions =
      kinds === undefined
        ? {}
        : { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map((kind) => `${kind}*`) } };
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions, resources: [this.tableArn], conditions }),
    );
  }
}
