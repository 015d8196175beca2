import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  checkLicences,
  type InstalledPackage,
  installedPackages,
  isAllowed,
  judgeLicences,
} from '../../../tools/dependencies/licences.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const EXCEPTED: InstalledPackage[] = [
  { name: 'argparse', licence: 'PSF-2.0', dev: true },
  { name: 'axe-core', licence: 'MPL-2.0', dev: true },
  { name: 'caniuse-lite', licence: 'CC-BY-4.0', dev: true },
];

test.each([
  'GPL-3.0-or-later',
  'AGPL-3.0-only',
  'UNLICENSED',
  'SEE LICENSE IN LICENSE',
  'no licence that it names',
  '',
  'MIT AND GPL-2.0-only',
  '(MIT OR Apache-2.0) AND SSPL-1.0',
  'GPL-2.0-only OR (MIT AND LGPL-3.0-only)',
  'mit',
])('is not allowed: %s', (expression) => {
  expect(isAllowed(expression)).toBe(false);
});

test.each(['MIT', '(MIT OR GPL-3.0-or-later)', 'MIT AND ISC', 'GPL-2.0-only OR (MIT AND ISC)', '(MIT OR CC0-1.0)'])(
  'is allowed: %s',
  (expression) => {
    expect(isAllowed(expression)).toBe(true);
  },
);

test('a package under another licence fails, and more so if it may be deployed', () => {
  const found = { name: 'found', licence: 'GPL-3.0-only' };
  const { result, lines } = judgeLicences([...EXCEPTED, { ...found, dev: true }, { ...found, dev: false }]);

  expect(result).toBe('failed');
  expect(lines).toEqual(['found is under GPL-3.0-only.', 'found, which may be deployed, is under GPL-3.0-only.']);
});

test('an exception is for one licence of a package that is not deployed, and only as long as it is there', () => {
  expect(judgeLicences(EXCEPTED).result).toBe('ok');
  expect(judgeLicences(EXCEPTED.map((one) => ({ ...one, dev: false }))).lines).toHaveLength(6);
  expect(judgeLicences(EXCEPTED.map((one) => ({ ...one, licence: 'GPL-3.0-only' }))).lines).toHaveLength(6);
  expect(judgeLicences(EXCEPTED.slice(1)).lines).toEqual(['No package needs the exception for argparse.']);
});

test('what is installed here is allowed', () => {
  expect(installedPackages(PROJECT).length).toBeGreaterThan(100);
  expect(checkLicences(PROJECT)).toEqual({ result: 'ok', lines: [] });
});
