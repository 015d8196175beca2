import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  checkLicenses,
  type InstalledPackage,
  installedPackages,
  isAllowed,
  judgeLicenses,
} from '../../../tools/dependencies/licenses.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const EXCEPTED: InstalledPackage[] = [
  { name: 'argparse', license: 'PSF-2.0', dev: true },
  { name: 'axe-core', license: 'MPL-2.0', dev: true },
  { name: 'caniuse-lite', license: 'CC-BY-4.0', dev: true },
];

test.each([
  'GPL-3.0-or-later',
  'AGPL-3.0-only',
  'UNLICENSED',
  'SEE LICENSE IN LICENSE',
  'no license that it names',
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

test('a package under another license fails, and more so if it may be deployed', () => {
  const found = { name: 'found', license: 'GPL-3.0-only' };
  const { result, lines } = judgeLicenses([...EXCEPTED, { ...found, dev: true }, { ...found, dev: false }]);

  expect(result).toBe('failed');
  expect(lines).toEqual(['found is under GPL-3.0-only.', 'found, which may be deployed, is under GPL-3.0-only.']);
});

test('an exception is for one license of a package that is not deployed, and only as long as it is there', () => {
  expect(judgeLicenses(EXCEPTED).result).toBe('ok');
  expect(judgeLicenses(EXCEPTED.map((one) => ({ ...one, dev: false }))).lines).toHaveLength(6);
  expect(judgeLicenses(EXCEPTED.map((one) => ({ ...one, license: 'GPL-3.0-only' }))).lines).toHaveLength(6);
  expect(judgeLicenses(EXCEPTED.slice(1)).lines).toEqual(['No package needs the exception for argparse.']);
});

test('what is installed here is allowed', () => {
  expect(installedPackages(PROJECT).length).toBeGreaterThan(100);
  expect(checkLicenses(PROJECT)).toEqual({ result: 'ok', lines: [] });
});
