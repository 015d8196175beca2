import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { type AttributeValue, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { recordKeys } from '../../lambdas/adapters/dynamodb/record-keys.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { sha256Hex } from '../../lambdas/domain/base/sha256.ts';
import type { VerifyTarget } from './target.ts';
import type { TestPartner } from './test-partner.ts';

type Key = { PK: AttributeValue; SK: AttributeValue };

/**
 * Deletes every record of the test partner, and the account created for it. Continues after a failure, and returns what
 * is left and why. The partner's record goes last: while it exists, its ID cannot be used again.
 */
export async function removeTraces(target: VerifyTarget, partner: TestPartner): Promise<string[]> {
  const left: string[] = [];
  const attempt = async (what: string, action: () => Promise<unknown>) => {
    await action().catch((error: unknown) => left.push(`${what}: ${error instanceof Error ? error.message : error}`));
  };
  const remove = (key: Key) =>
    attempt(`record ${key.PK.S} ${key.SK.S}`, () =>
      target.dynamoDb.send(new DeleteItemCommand({ TableName: target.tableName, Key: key })),
    );

  await attempt('account', () => removeAccount(target, partner.email));
  for (const userId of partner.userIds) await removeUser(userId);
  for (const hash of partner.tokenHashes) await remove(recordKeys.legacyToken(hash));
  for (const username of partner.usernames) await removePartition(`LOGIN#${sha256Hex(username)}`);
  // Figures from logs that arrive later expire by themselves.
  for (const kind of ['USAGE', 'DENIAL', 'NOTICE']) await removePartition(`${kind}#${partner.id}`);
  await removePartition(`PARTNER#${partner.id}`);
  return left;

  async function removeUser(userId: string): Promise<void> {
    await attempt(`user ${userId}`, async () => {
      const table = new DynamoDbTable(target.dynamoDb, target.tableName);
      const user = await new DynamoDbUserStore(table).findUser(userId);
      for (const identity of user?.identities ?? []) await remove(recordKeys.identity(identity));
      if (user !== null) await remove(recordKeys.email(user.email));
    });
    await removePartition(`USER#${userId}`);
  }

  async function removePartition(pk: string): Promise<void> {
    await attempt(`records of ${pk}`, async () => {
      const table = new DynamoDbTable(target.dynamoDb, target.tableName);
      const items = await table.queryAll({
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ProjectionExpression: 'PK, SK',
      });
      for (const { PK, SK } of items) {
        if (PK !== undefined && SK !== undefined && SK.S !== 'PARTNER') await remove({ PK, SK });
      }
      for (const { PK, SK } of items) if (PK !== undefined && SK?.S === 'PARTNER') await remove({ PK, SK });
    });
  }
}

async function removeAccount({ cognito, userPoolId }: VerifyTarget, email: string): Promise<void> {
  const account = { UserPoolId: userPoolId, Username: email };
  try {
    await cognito.send(new AdminDeleteUserCommand(account));
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
  const gone = await cognito.send(new AdminGetUserCommand(account)).then(
    () => false,
    (error: unknown) => error instanceof UserNotFoundException,
  );
  if (!gone) throw new Error('it still exists.');
}
