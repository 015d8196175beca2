import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, PROJECT_DIRECTORY } from '../client/run-process.ts';
import {
  DOCUMENT_PICTURES,
  type PictureSources,
  RENEWING,
  readPictureSources,
  TAKEN_PICTURES,
  themeDigest,
  writePictureSources,
} from './sources.ts';

/** `npm run pictures`: runs the browser tests that take the pictures of the documents, and renews pictures and sources. */
function main(): number {
  const sources = readPictureSources();
  for (const name of Object.keys(sources)) rmSync(join(TAKEN_PICTURES, name), { force: true });
  const status = runTests([...new Set(Object.values(sources).map(({ test }) => test))]);
  if (status !== 0) return status;
  const renewed: Record<string, PictureSources[string]> = {};
  for (const [name, { test }] of Object.entries(sources)) {
    copyFileSync(join(TAKEN_PICTURES, name), join(DOCUMENT_PICTURES, name));
    const shows = readFileSync(join(TAKEN_PICTURES, `${name}.txt`), 'utf8').split('\n');
    renewed[name] = { test, theme: themeDigest(), shows };
  }
  writePictureSources(renewed);
  return 0;
}

function runTests(tests: readonly string[]): number {
  const jest = ['test/run-tests.ts', '--selectProjects', 'browser', '--testPathPatterns', ...tests];
  const { status } = spawnSync(NODE, jest, {
    cwd: PROJECT_DIRECTORY,
    env: { ...process.env, PICTURES: RENEWING },
    stdio: 'inherit',
  });
  return status ?? 1;
}

process.exitCode = main();
