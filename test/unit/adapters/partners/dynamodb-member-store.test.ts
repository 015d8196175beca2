import type { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { recordKeys } from '../../../../lambdas/adapters/dynamodb/record-keys.ts';
import { DynamoDbMemberStore } from '../../../../lambdas/adapters/partners/dynamodb-member-store.ts';

const Item = {
  ...recordKeys.member('demoPA', 'user'),
  user_id: { S: 'user' },
  email: { S: 'ana@demo.example' },
  muted_notices: { L: [{ S: 'legacy_token_off' }, { S: 'api_key_created' }, { S: 'of_a_later_version' }] },
};
const send = async ({ input: { Key } }: GetItemCommand) =>
  Key?.PK?.S === Item.PK.S && Key.SK?.S === Item.SK.S ? { Item } : {};
const members = new DynamoDbMemberStore(new DynamoDbTable({ send } as unknown as DynamoDBClient, 'records'));

it.each([
  ['demoPA', 'nobody'],
  ['otherPA', 'user'],
])('of the partner %s there is no user %s', async (partnerId, userId) => {
  expect(await members.find(partnerId, userId)).toBeNull();
});

it('a user of the partner is found', async () => {
  expect(await members.find('demoPA', 'user')).toEqual({
    userId: 'user',
    email: 'ana@demo.example',
    mutedNotices: ['legacy_token_off'],
    noticesRevision: 0,
  });
});
