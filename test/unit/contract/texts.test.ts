import { describe, expect, it } from '@jest/globals';
import { ERRORS, PARTNER_API_CODES } from '../../../lambdas/contract/errors.ts';
import { FIREWALL_PROBLEM, PROBLEMS } from '../../../lambdas/contract/problems.ts';
import { REFUSALS } from '../../../lambdas/contract/refusals.ts';

const TEXTS: readonly (readonly [where: string, text: string])[] = [
  ...Object.entries({ ...REFUSALS, ...ERRORS }).flatMap(([name, entry]) => [
    [name, entry.text] as const,
    ...Object.entries('otherTexts' in entry ? entry.otherTexts : {}).map(
      ([variant, text]) => [`${name}.${variant}`, text] as const,
    ),
  ]),
  ...Object.entries({ ...PROBLEMS, firewall: FIREWALL_PROBLEM }).flatMap(([code, problem]) => [
    [`problem ${code}`, problem.detail] as const,
    ...('gatewayDetail' in problem ? [[`problem ${code} of the gateway`, problem.gatewayDetail] as const] : []),
  ]),
];
const TITLES = Object.entries({ ...PROBLEMS, firewall: FIREWALL_PROBLEM }).map(
  ([code, { title }]) => [`title of ${code}`, title] as const,
);

// API Gateway does not escape them: one quotation mark, and clients get a body that is no JSON.
describe('has no quotation mark, backslash, or variable of the gateway:', () => {
  it.each([...TEXTS, ...TITLES])('%s', (_, text) => {
    expect(text).toMatch(/^[^"\\$]+$/);
  });
});

describe('says what is wrong and what to do:', () => {
  it.each(TEXTS)('%s', (_, text) => {
    expect(text).toMatch(/^\S.+: .+\.$/);
  });
});

// refusalText fills in exactly these; any other placeholder would be sent as it is.
it('only two refusals carry a detail', () => {
  const placeholders = TEXTS.flatMap(([where, text]) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => [where, name]));

  expect(placeholders).toEqual([
    ['ip_not_allowed', '{ip_address}'],
    ['insufficient_scope', '{access}'],
  ]);
});

it.each([
  ['Partner API', PARTNER_API_CODES],
  ['Management API', PROBLEMS],
])('every code of the %s has its own page in the documentation', (_, codes) => {
  const pages = Object.values(codes).map(({ page }) => page);

  expect(pages.every((page) => /^[a-z]+(-[a-z]+)*$/.test(page))).toBe(true);
  expect(new Set(pages).size).toBe(pages.length);
});
