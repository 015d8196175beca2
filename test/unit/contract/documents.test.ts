import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { ERRORS } from '../../../lambdas/contract/errors.ts';
import { FORBIDDEN } from '../../../lambdas/contract/forbidden.ts';

const DOCUMENT = readFileSync('docs/partner-api-authentication.md', 'utf8');
const SECTION = DOCUMENT.slice(DOCUMENT.indexOf('## Checks'), DOCUMENT.indexOf('## `GET'));
/** What `POST /token` alone answers has its own section. */
const TOKEN_ONLY = ['invalid_request', 'invalid_grant', 'interaction_required'];

it('docs/partner-api-authentication.md lists the codes of the authorizer in the order of its checks', () => {
  const rows = [...SECTION.matchAll(/^\|[^|]+\| (\d{3}) \| `(\w+)` \|/gm)].map(([, status, code]) => [
    code,
    Number(status),
  ]);

  const refused = rows.filter(([, status]) => status === 403);
  expect(refused).toEqual(Object.entries(FORBIDDEN).map(([code, { status }]) => [code, status]));
});

it('docs/partner-api-authentication.md has every other code with its status', () => {
  const listed = new Map(
    [...SECTION.matchAll(/(\d{3})(?: \||\s)\s*`(\w+)`/g)].map(([, status, code]) => [code, Number(status)]),
  );

  const others = Object.entries(ERRORS).filter(([code]) => !TOKEN_ONLY.includes(code));
  expect(others.map(([code]) => [code, listed.get(code)])).toEqual(others.map(([code, { status }]) => [code, status]));
});

it.each(TOKEN_ONLY)('docs/partner-api-authentication.md says when POST /token answers %s', (code) => {
  const { status } = ERRORS[code as keyof typeof ERRORS];
  expect(DOCUMENT.slice(DOCUMENT.indexOf('## `POST'))).toMatch(new RegExp(`${status}\\s+\`${code}\``));
});
