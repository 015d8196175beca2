import { describe, expect, test } from '@jest/globals';
import { type ConditionContext, PolicyError, parseCondition } from '../../../local/policy/conditions.ts';

const FROM = 'ses:FromAddress';
const KEYS = 'dynamodb:LeadingKeys';

function holds(condition: object, context: ConditionContext): boolean {
  return parseCondition(condition).holds(context);
}

describe('a condition that must not hold', () => {
  test.each<[string, object, ConditionContext]>([
    ['another sender', { StringEquals: { [FROM]: 'a@x.example' } }, { [FROM]: ['b@x.example'] }],
    ['another spelling', { StringEquals: { [FROM]: 'a@x.example' } }, { [FROM]: ['A@x.example'] }],
    ['no sender', { StringEquals: { [FROM]: 'a@x.example' } }, {}],
    ['two senders', { StringEquals: { [FROM]: 'a@x.example' } }, { [FROM]: ['a@x.example', 'a@x.example'] }],
    ['a star where texts are compared', { StringEquals: { [FROM]: '*' } }, { [FROM]: ['a@x.example'] }],
    ['the end of a pattern', { StringLike: { [FROM]: '*@x.example' } }, { [FROM]: ['a@x.example.org'] }],
    ['one key of several', { 'ForAllValues:StringLike': { [KEYS]: 'PARTNER#*' } }, { [KEYS]: ['PARTNER#a', 'USER#b'] }],
    ['an empty key', { 'ForAllValues:StringLike': { [KEYS]: 'PARTNER#*' } }, { [KEYS]: [''] }],
    [
      'one of two tests',
      { StringEquals: { [FROM]: 'a@x.example' }, StringLike: { [FROM]: 'b*' } },
      { [FROM]: ['a@x.example'] },
    ],
  ])('%s', (_, condition, context) => {
    expect(holds(condition, context)).toBe(false);
  });
});

// An ignored condition would allow more, or deny less, than the policy.
describe('a condition that cannot be evaluated is an error', () => {
  test.each([
    ['an operator', { StringEqualsIgnoreCase: { [FROM]: 'a' } }, /StringEqualsIgnoreCase/],
    ['an operator that ends as a known one', { StringEqualsIfExists: { [FROM]: 'a' } }, /StringEqualsIfExists/],
    ['a quantifier', { 'ForAnyValue:StringEquals': { [KEYS]: 'a' } }, /ForAnyValue/],
    ['a key', { StringEquals: { 'aws:SourceIp': '::1' } }, /aws:SourceIp/],
    ['another spelling of a key', { StringEquals: { 'ses:fromaddress': 'a' } }, /ses:fromaddress/],
    ['a set without a quantifier', { StringLike: { [KEYS]: 'a' } }, /cannot be used with/],
    ['a single value with a quantifier', { 'ForAllValues:StringLike': { [FROM]: 'a' } }, /cannot be used with/],
    ['nothing', {}, /empty/],
    ['an operator without keys', { StringEquals: {} }, /empty/],
    ['no values', { StringEquals: { [FROM]: [] } }, /strings/],
    ['a number', { StringEquals: { [FROM]: 1 } }, /strings/],
    ['a text', 'StringEquals', /map/],
    ['a list', [{ StringEquals: { [FROM]: 'a' } }], /map/],
  ])('%s', (_, condition, message) => {
    const parse = () => parseCondition(condition);

    expect(parse).toThrow(PolicyError);
    expect(parse).toThrow(message);
  });
});

test.each<[string, object, ConditionContext]>([
  ['the sender', { StringEquals: { [FROM]: 'a@x.example' } }, { [FROM]: ['a@x.example'] }],
  ['one of several', { StringEquals: { [FROM]: ['b', 'a'] } }, { [FROM]: ['a'] }],
  ['a pattern', { StringLike: { [FROM]: '*@x.example' } }, { [FROM]: ['a@x.example'] }],
  [
    'keys of two kinds',
    { 'ForAllValues:StringLike': { [KEYS]: ['PARTNER#*', 'TOKEN#*'] } },
    { [KEYS]: ['PARTNER#a', 'TOKEN#b', 'PARTNER#c'] },
  ],
  ['keys where there are none, as in IAM', { 'ForAllValues:StringEquals': { [KEYS]: 'a' } }, {}],
])('holds: %s', (_, condition, context) => {
  expect(holds(condition, context)).toBe(true);
});
