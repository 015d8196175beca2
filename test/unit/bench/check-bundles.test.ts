import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build, type Metafile } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../../lib/build/build-functions.ts';
import { checkBundle } from '../../../tools/bench/bundles/check-bundles.ts';
import { exitCodeOf, type Row } from '../../../tools/bench/goals.ts';

const HANDLER = 'export const handler = async () => ({});';
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'partner-auth-bench-test-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the benchmark says of a function with this code, bundled like the real ones. */
async function rowsOf(files: Readonly<Record<string, string>>): Promise<Row[]> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const result = await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: directory,
    entryPoints: { index: 'handler.js' },
    outdir: join(directory, 'out'),
    write: false,
  });
  return checkBundle(result.metafile as Metafile, 'handler.js');
}
const failures = (rows: readonly Row[]) => rows.filter(({ verdict }) => verdict === 'fails').map(({ goal }) => goal);

describe('the check of a bundle', () => {
  it('passes a small one that imports node:http only when it is needed', async () => {
    const rows = await rowsOf({
      'handler.js': `${HANDLER} export const later = () => import('./later.js');`,
      'later.js': "import { Agent } from 'node:http'; export const agent = new Agent();",
    });
    expect(failures(rows)).toEqual([]);
    expect(exitCodeOf(rows, false)).toBe(0);
  });

  it('fails the command for a static import of node:http, however deep', async () => {
    const rows = await rowsOf({
      'handler.js': `import { agent } from './shared.js'; ${HANDLER} export { agent }; export const later = () => import('./shared.js');`,
      'shared.js': "import { Agent } from 'node:http'; export const agent = new Agent();",
    });
    expect(failures(rows)).toEqual([7]);
    expect(exitCodeOf(rows, false)).toBe(1);
  });

  it('fails the command for more code than is allowed, and not for what is loaded later', async () => {
    const text = (bytes: number) => `export const text = '${'x'.repeat(bytes)}';`;
    const early = await rowsOf({
      'handler.js': `import { text } from './text.js'; ${HANDLER} export { text };`,
      'text.js': text(245_000),
    });
    expect(failures(early)).toEqual([6]);
    expect(exitCodeOf(early, false)).toBe(1);
    const later = await rowsOf({ 'handler.js': `${HANDLER} export const later = () => import('./text.js');` });
    expect(failures(later)).toEqual([]);
  });
});
