import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from '@jest/globals';
import { RENEW_COMMAND, readPictureSources, themeDigest } from '../../../tools/pictures/sources.ts';
import { withoutVarying } from '../../browser/shown-text.ts';
import { DOCUMENTS } from './documents.ts';

const FOLDER = 'docs/screenshots';
const SOURCES = readPictureSources();
const listed = Object.keys(SOURCES).sort();

it('every picture is listed with what it shows', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...listed, 'sources.json'].sort());
  for (const { shows } of Object.values(SOURCES)) expect(shows.length).toBeGreaterThan(10);
});

it('every picture is used by a document', () => {
  const used = DOCUMENTS.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+\.png)\)/g)].map(([, target = '']) => normalize(join(dirname(path), target))),
  );
  expect([...new Set(used)].sort()).toEqual(listed.map((name) => `${FOLDER}/${name}`));
});

it.each(Object.entries(SOURCES))('%s is taken by the browser test that the list names', (name, { test }) => {
  expect(existsSync(test)).toBe(true);
  expect(readFileSync(test, 'utf8')).toContain(`'${name.replace('-wide-light.png', '')}'`);
});

it.each(Object.entries(SOURCES))(`%s was taken with the theme of now, else: ${RENEW_COMMAND}`, (_, { theme }) => {
  expect(theme).toBe(themeDigest());
});

it.each([
  ['by jonas@harbourtravel.example, 24 November 2026 at 21:48', 'by jonas@harbourtravel.example, <time>'],
  ['15 Oct 2026', '<time>'],
  ['Wednesday, 25 November 2026 at 09:10:05 UTC', '<time>'],
  ['until Thursday 00:04', 'until <time>'],
  ['14 minutes ago', '<time>'],
  ['dpa_test_harbourPA_q7Lm2Xc9VbTz_a1B2…', 'dpa_test_harbourPA_<id>'],
  ['http://localhost:41234/api/v2/partners/harbourPA', '<origin>/api/v2/partners/harbourPA'],
  ['a1b2c3d4-0000-4000-8000-00000000000a', '<id>'],
])('what differs in every run is left out of %j', (text, expected) => {
  expect(withoutVarying(text)).toBe(expected);
});

it.each(['clients:read', '203.0.113.24', '5 calls in the last 30 days'])(
  'what a picture is about stays: %j',
  (text) => {
    expect(withoutVarying(text)).toBe(text);
  },
);
