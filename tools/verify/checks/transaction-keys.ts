import { DynamoDBClient, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type Check, CheckFailure, type VerifyContext } from '../check.ts';

/** A transaction of these items, each in a partition of its own. */
export type Attempt = (items: readonly TestItem[]) => Promise<'allowed' | 'denied'>;
export interface TestItem {
  readonly action: 'Delete' | 'Put';
  readonly partition: string;
}
/** Which partition keys AWS tests for an item of a transaction. */
export type Reading = 'all' | 'none' | 'own';

const SEEN: Readonly<Record<Exclude<Reading, 'none'>, string>> = {
  own: 'each item of a transaction is tested by its own key',
  all: 'each item of a transaction is tested by the keys of all items',
};
const NOTHING_HELD =
  'transactions have no dynamodb:LeadingKeys: what a function writes in transactions is held to the table only (docs/adr/0018-grants-by-partition.md)';

/** Returns the session policy of the attempts: puts into one partition, deletions from another. */
export function sessionPolicy(tableName: string, prefix: string): object {
  const allow = (action: string, partition: string) => ({
    Effect: 'Allow',
    Action: `dynamodb:${action}`,
    Resource: `arn:*:dynamodb:*:*:table/${tableName}`,
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}-${partition}*`] } },
  });
  return { Version: '2012-10-17', Statement: [allow('PutItem', 'put'), allow('DeleteItem', 'delete')] };
}

/** Finds the reading by what the session policy lets through. Throws a CheckFailure if it lets nothing through. */
export async function findReading(attempt: Attempt, prefix: string): Promise<Reading> {
  const put = { action: 'Put', partition: `${prefix}-put` } as const;
  if ((await attempt([put])) === 'denied') {
    throw new CheckFailure('the role of --scoped-role may not put items into the table');
  }
  if ((await attempt([{ ...put, partition: `${prefix}-delete` }])) === 'allowed') return 'none';
  const both = await attempt([put, { action: 'Delete', partition: `${prefix}-delete` }]);
  return both === 'allowed' ? 'own' : 'all';
}

/** The attempts write nothing, because their condition holds for no item. */
async function attemptsIn({ target, partner }: VerifyContext, roleArn: string, prefix: string): Promise<Attempt> {
  const { Credentials: given } = await new STSClient({}).send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: partner.id,
      Policy: JSON.stringify(sessionPolicy(target.tableName, prefix)),
    }),
  );
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) {
    throw new CheckFailure('the role of --scoped-role gave no credentials');
  }
  const client = new DynamoDBClient({
    credentials: {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
    },
  });
  return async (items) => {
    try {
      await client.send(
        new TransactWriteItemsCommand({ TransactItems: items.map((item) => inTransaction(item, target.tableName)) }),
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'AccessDeniedException') return 'denied';
      if (error instanceof TransactionCanceledException) return 'allowed';
      throw error;
    }
    throw new CheckFailure('a write whose condition cannot hold was made');
  };
}

function inTransaction({ action, partition }: TestItem, TableName: string) {
  const key = { PK: { S: partition }, SK: { S: 'VERIFY' } };
  const ConditionExpression = 'attribute_exists(PK)';
  return action === 'Put'
    ? { Put: { TableName, Item: key, ConditionExpression } }
    : { Delete: { TableName, Key: key, ConditionExpression } };
}

export const transactionKeys: readonly Check[] = [
  {
    id: 'iam/transaction-keys',
    claim: 'a grant that is held to partitions holds in transactions, too',
    deployedOnly: 'the emulated IAM decides',
    run: async (context) => {
      const { scopedRole } = context.options;
      if (scopedRole === null) return { skipped: 'needs --scoped-role, a role to try it with' };
      const prefix = `VERIFY#${context.partner.id}`;
      const reading = await findReading(await attemptsIn(context, scopedRole, prefix), prefix);
      if (reading === 'none') throw new CheckFailure(NOTHING_HELD);
      return { seen: SEEN[reading] };
    },
  },
];
