import { expect, test } from '@jest/globals';
import { unusedGrants } from '../../support/unused-grants.ts';

const GET = { function: 'token', action: 'dynamodb:GetItem', resource: 'table', condition: null, uses: 1 };
const PUT = { ...GET, action: 'dynamodb:PutItem', uses: 0 };
const EXCUSE = { covers: ({ action }: { action: string }) => action === 'dynamodb:PutItem', reason: 'Not here.' };

test('a grant that nothing needed is told', () => {
  expect(unusedGrants([GET, PUT], [])).toEqual([expect.stringMatching(/^token needed no dynamodb:PutItem on table: /)]);
});

test('with its condition', () => {
  expect(unusedGrants([{ ...PUT, condition: '{"StringEquals":{}}' }], [])).toEqual([
    expect.stringContaining('on table if {"StringEquals":{}}: '),
  ]);
});

test('unless there is a reason, and a reason without a grant is told as well', () => {
  expect(unusedGrants([GET, PUT], [EXCUSE])).toEqual([]);
  expect(unusedGrants([GET, { ...PUT, uses: 2 }], [EXCUSE])).toEqual(['No grant needs the reason "Not here."']);
});

test('the reasons there are excuse logs and the domain of the sender, and nothing else', () => {
  const identity = 'arn:aws:ses:eu-central-1:000000000000:identity';
  const grants = [
    { ...PUT, action: 'logs:PutLogEvents' },
    { ...PUT, action: 'ses:SendEmail', resource: `${identity}/x.example` },
    { ...PUT, action: 'ses:SendEmail', resource: `${identity}/a@x.example` },
    { ...PUT, action: 'logs:CreateLogGroup' },
  ];

  expect(unusedGrants(grants)).toEqual([
    expect.stringContaining('ses:SendEmail on arn:aws:ses:eu-central-1:000000000000:identity/a@x.example'),
    expect.stringContaining('logs:CreateLogGroup'),
  ]);
});
