import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../local/policy/decide.ts';
import { parsePolicy } from '../../../../local/policy/policy-document.ts';
import {
  type Attempt,
  findReading,
  type Reading,
  sessionPolicy,
  type TestItem,
} from '../../../../tools/verify/checks/transaction-keys.ts';

const PREFIX = 'VERIFY#verify01';
const statements = parsePolicy(sessionPolicy('records', PREFIX), { conditions: true });

const KEYS_OF: Readonly<Record<Reading, (own: TestItem, all: readonly TestItem[]) => string[]>> = {
  own: ({ partition }) => [partition],
  all: (_, all) => all.map(({ partition }) => partition),
  none: () => [],
};

/** DynamoDB as it would be under one reading. */
function dynamoDb(reading: Reading, table: string): Attempt {
  return async (items) => {
    const isAllowed = items.every(
      (item) =>
        decide(statements, {
          action: `dynamodb:${item.action}Item`,
          resource: `arn:aws:dynamodb:eu-central-1:000000000000:table/${table}`,
          context: { 'dynamodb:LeadingKeys': KEYS_OF[reading](item, items) },
        }).decision === 'allow',
    );
    return isAllowed ? 'allowed' : 'denied';
  };
}

test('a role without access to the table shows nothing', async () => {
  await expect(findReading(dynamoDb('own', 'another'), PREFIX)).rejects.toThrow('may not put items');
});

describe('by what it lets through, the session policy shows that an item is tested by', () => {
  test.each<Reading>(['none', 'own', 'all'])('%s', async (reading) => {
    expect(await findReading(dynamoDb(reading, 'records'), PREFIX)).toBe(reading);
  });
});
