import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { buildHub, compressedScripts } from '../../../lib/build/build-hub.ts';

const LIMIT_BYTES = 210_000;

let directory: string;
let page: string;
let files: string[];

beforeAll(async () => {
  directory = await buildHub();
  page = readFileSync(join(directory, 'index.html'), 'utf8');
  files = readdirSync(join(directory, 'assets'));
}, 60_000);

const contentOf = (extension: string) =>
  files.filter((name) => name.endsWith(extension)).map((name) => readFileSync(join(directory, 'assets', name), 'utf8'));

test('the first visit loads less compressed script than promised', () => {
  const total = Object.values(compressedScripts(directory)).reduce((sum, bytes) => sum + bytes, 0);

  expect(total).toBeGreaterThan(50_000);
  expect(total).toBeLessThan(LIMIT_BYTES);
});

test('the page names built files only, and holds no script or handler of its own', () => {
  const named = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name]) => name);

  expect(named).toHaveLength(4);
  expect(files).toEqual(expect.arrayContaining(named));
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|%/);
});

test('every asset has the hash of its content in its name', () => {
  expect(files.filter((name) => !/-[0-9A-Z]{8}\.(js|css|svg|js\.LEGAL\.txt)$/.test(name))).toEqual([]);
});

test('nothing needs what the Content-Security-Policy forbids, or another site', () => {
  const scripts = contentOf('.js').join('\n');
  const styles = contentOf('.css').join('\n');

  expect(scripts).not.toMatch(/\beval\(|new Function\(/);
  expect(styles).not.toMatch(/@import|url\(["']?(?:https?:)?\/\//);
});

test('the licences of what is built in are kept', () => {
  expect(contentOf('.LEGAL.txt').join('\n')).toMatch(/MIT/);
});

test('nothing of the schema library is built in', () => {
  expect(contentOf('.js').join('\n')).not.toMatch(/zod|_zod/i);
});
