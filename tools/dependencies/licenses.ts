import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './npm.ts';

/** May be used by, and shipped with, a product under Apache-2.0. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
]);

/** Other licenses, each for one package that is not deployed. */
const EXCEPTIONS: Readonly<Record<string, { readonly license: string; readonly reason: string }>> = {
  argparse: { license: 'PSF-2.0', reason: 'Reads command lines of tools. The license is permissive.' },
  'axe-core': { license: 'MPL-2.0', reason: 'Checks pages in the browser tests, unchanged.' },
  'caniuse-lite': { license: 'CC-BY-4.0', reason: 'Data on browsers for tools.' },
};

export interface InstalledPackage {
  readonly name: string;
  readonly license: string;
  readonly dev: boolean;
}

/** Checks the licenses of the installed packages; packages for other machines are not installed. */
export function checkLicenses(project: string): Outcome {
  return judgeLicenses(installedPackages(project));
}

export function judgeLicenses(packages: readonly InstalledPackage[]): Outcome {
  const refused = packages.filter((one) => !isAllowed(one.license) && !isException(one));
  const idle = Object.keys(EXCEPTIONS).filter((name) => !packages.some((one) => one.name === name && isException(one)));
  return {
    result: refused.length + idle.length > 0 ? 'failed' : 'ok',
    lines: [
      ...refused.map(
        ({ name, license, dev }) => `${name}${dev ? '' : ', which may be deployed,'} is under ${license}.`,
      ),
      ...idle.map((name) => `No package needs the exception for ${name}.`),
    ],
  };
}

/** Judges an SPDX expression: one of the licenses around OR is enough, all of those around AND are needed. */
export function isAllowed(expression: string): boolean {
  const text = expression.trim();
  const alternatives = splitAtTop(text, ' OR ');
  if (alternatives.length > 1) return alternatives.some(isAllowed);
  const parts = splitAtTop(text, ' AND ');
  if (parts.length > 1) return parts.every(isAllowed);
  if (text.startsWith('(') && text.endsWith(')')) return isAllowed(text.slice(1, -1));
  return ALLOWED.has(text);
}

/** Splits outside of parentheses. */
function splitAtTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
    }
  }
  return [...parts, text.slice(start)];
}

function isException({ name, license, dev }: InstalledPackage): boolean {
  return dev && Object.hasOwn(EXCEPTIONS, name) && EXCEPTIONS[name]?.license === license;
}

export function installedPackages(project: string): InstalledPackage[] {
  const lock: { packages: Record<string, { dev?: boolean }> } = readJson(join(project, 'package-lock.json'));
  return Object.entries(lock.packages).flatMap(([path, { dev = false }]) => {
    const file = join(project, path, 'package.json');
    if (path === '' || !existsSync(file)) return [];
    const { license }: { license?: unknown } = readJson(file);
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return [{ name, license: typeof license === 'string' ? license : 'no named license', dev }];
  });
}

// biome-ignore lint/suspicious/noExplicitAny: files written by npm, read field by field
function readJson(file: string): any {
  return JSON.parse(readFileSync(file, 'utf8'));
}
