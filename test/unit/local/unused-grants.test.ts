import { describe, expect, test } from '@jest/globals';
import { unusedGrants } from '../../support/unused-grants.ts';

const GET = { function: 'token', action: 'dynamodb:GetItem', resource: 'table', condition: null, uses: 1, usesOf: {} };
const PUT = { ...GET, action: 'dynamodb:PutItem', uses: 0 };
const EXCUSE = { covers: ({ action }: { action: string }) => action === 'dynamodb:PutItem', reason: 'Not here.' };

test('an unneeded grant is reported', () => {
  expect(unusedGrants([GET, PUT], [])).toEqual([expect.stringMatching(/^token needed no dynamodb:PutItem on table: /)]);
});

test('with its condition', () => {
  expect(unusedGrants([{ ...PUT, condition: '{"StringEquals":{}}' }], [])).toEqual([
    expect.stringContaining('on table if {"StringEquals":{}}: '),
  ]);
});

describe('a kind of records', () => {
  const condition = '{"ForAllValues:StringLike":{}}';
  const update = {
    ...GET,
    condition,
    action: 'dynamodb:UpdateItem',
    usesOf: { 'DUE#*': 0, 'USER#*': 1, 'TOKEN#*': 0 },
  };

  test('that no action of its statement needed is reported', () => {
    const put = { ...update, action: 'dynamodb:PutItem', usesOf: { 'DUE#*': 3, 'USER#*': 0, 'TOKEN#*': 0 } };

    expect(unusedGrants([update, put], [])).toEqual([
      expect.stringContaining('token needed no TOKEN#* for dynamodb:UpdateItem, dynamodb:PutItem: '),
    ]);
  });

  test('that another function needed is reported for this one', () => {
    const other = { ...update, function: 'settings', usesOf: { 'DUE#*': 3, 'USER#*': 3, 'TOKEN#*': 3 } };

    expect(unusedGrants([update, other], [])).toHaveLength(2);
  });

  test('of a grant that nothing needed is not reported again', () => {
    expect(unusedGrants([{ ...update, uses: 0, usesOf: { 'DUE#*': 0 } }], [])).toEqual([
      expect.stringContaining('token needed no dynamodb:UpdateItem'),
    ]);
  });
});

test('unless there is a reason, and a reason without a grant is reported, too', () => {
  expect(unusedGrants([GET, PUT], [EXCUSE])).toEqual([]);
  expect(unusedGrants([GET, { ...PUT, uses: 2 }], [EXCUSE])).toEqual(['No grant needs the reason "Not here."']);
});

test('the reasons there are excuse logs, dead letters and configuration sets, and nothing else', () => {
  const ses = 'arn:aws:ses:eu-central-1:000000000000';
  const grants = [
    { ...PUT, action: 'logs:PutLogEvents' },
    { ...PUT, action: 'sqs:SendMessage' },
    { ...PUT, action: 'ses:SendEmail', resource: `${ses}:configuration-set/*` },
    { ...PUT, action: 'ses:SendEmail', resource: `${ses}:identity/*` },
    { ...PUT, action: 'logs:CreateLogGroup' },
  ];

  expect(unusedGrants(grants)).toEqual([
    expect.stringContaining('ses:SendEmail on arn:aws:ses:eu-central-1:000000000000:identity/*'),
    expect.stringContaining('logs:CreateLogGroup'),
  ]);
});
