import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GRANTS_FILE } from '../../local/iam/start-iam.ts';
import type { SharedRun } from './start-local-run.ts';
import { unusedGrants } from './unused-grants.ts';

/** What of jest's configuration tells whether tests were left out. */
export interface Selection {
  readonly findRelatedTests: boolean;
  readonly onlyChanged: boolean;
  readonly shard?: unknown;
  readonly testNamePattern?: string;
  readonly testPathPatterns: { readonly patterns: readonly string[] };
}

/** Ends the run, once, whichever suite ends first. After all tests of the suite, which `selection` tells, it fails if a function may do what no test needed. */
export default async function stopSharedRun(selection?: Selection): Promise<void> {
  const shared = globalThis as { sharedLocalRun?: SharedRun | undefined };
  const { sharedLocalRun } = shared;
  if (sharedLocalRun === undefined) return;
  shared.sharedLocalRun = undefined;
  const { run, dataDirectory } = sharedLocalRun;
  run.process.kill('SIGTERM');
  await run.ended;
  const unused =
    selection !== undefined && isWhole(selection)
      ? unusedGrants(JSON.parse(readFileSync(join(dataDirectory, GRANTS_FILE), 'utf8')))
      : [];
  rmSync(dataDirectory, { recursive: true, force: true });
  if (unused.length > 0) throw new Error(`Roles and tests do not fit together:\n${unused.join('\n')}`);
}

function isWhole(selection: Selection): boolean {
  const { findRelatedTests, onlyChanged, shard, testNamePattern = '', testPathPatterns } = selection;
  const parts = findRelatedTests || onlyChanged || shard !== undefined || testNamePattern !== '';
  return !parts && testPathPatterns.patterns.length === 0;
}
