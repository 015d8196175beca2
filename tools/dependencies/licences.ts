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

/** Others, for one package each, none of which is deployed. */
const EXCEPTIONS: Readonly<Record<string, { readonly licence: string; readonly reason: string }>> = {
  argparse: { licence: 'PSF-2.0', reason: 'Reads command lines of tools. The licence is permissive.' },
  'axe-core': { licence: 'MPL-2.0', reason: 'Checks pages in the browser tests, unchanged.' },
  'caniuse-lite': { licence: 'CC-BY-4.0', reason: 'Data on browsers for tools.' },
};

export interface InstalledPackage {
  readonly name: string;
  readonly licence: string;
  readonly dev: boolean;
}

/** Licences of what is installed here; packages for other machines are not. */
export function checkLicences(project: string): Outcome {
  return judgeLicences(installedPackages(project));
}

export function judgeLicences(packages: readonly InstalledPackage[]): Outcome {
  const refused = packages.filter((one) => !isAllowed(one.licence) && !isException(one));
  const idle = Object.keys(EXCEPTIONS).filter((name) => !packages.some((one) => one.name === name && isException(one)));
  return {
    result: refused.length + idle.length > 0 ? 'failed' : 'ok',
    lines: [
      ...refused.map(
        ({ name, licence, dev }) => `${name}${dev ? '' : ', which may be deployed,'} is under ${licence}.`,
      ),
      ...idle.map((name) => `No package needs the exception for ${name}.`),
    ],
  };
}

/** Of an SPDX expression: one of the licences around OR is enough, those around AND are all needed. */
export function isAllowed(expression: string): boolean {
  const text = expression.trim();
  const alternatives = splitAtTop(text, ' OR ');
  if (alternatives.length > 1) return alternatives.some(isAllowed);
  const parts = splitAtTop(text, ' AND ');
  if (parts.length > 1) return parts.every(isAllowed);
  if (text.startsWith('(') && text.endsWith(')')) return isAllowed(text.slice(1, -1));
  return ALLOWED.has(text);
}

/** Outside of parentheses. */
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

function isException({ name, licence, dev }: InstalledPackage): boolean {
  return dev && Object.hasOwn(EXCEPTIONS, name) && EXCEPTIONS[name]?.licence === licence;
}

export function installedPackages(project: string): InstalledPackage[] {
  const lock: { packages: Record<string, { dev?: boolean }> } = readJson(join(project, 'package-lock.json'));
  return Object.entries(lock.packages).flatMap(([path, { dev = false }]) => {
    const file = join(project, path, 'package.json');
    if (path === '' || !existsSync(file)) return [];
    const { license: licence }: { license?: unknown } = readJson(file);
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return [{ name, licence: typeof licence === 'string' ? licence : 'no licence that it names', dev }];
  });
}

// biome-ignore lint/suspicious/noExplicitAny: files of npm, of which only what is read here is of interest.
function readJson(file: string): any {
  return JSON.parse(readFileSync(file, 'utf8'));
}
