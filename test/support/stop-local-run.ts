import { rmSync } from 'node:fs';
import type { SharedRun } from './start-local-run.ts';

export default async function stopSharedRun(): Promise<void> {
  const { sharedLocalRun } = globalThis as { sharedLocalRun?: SharedRun };
  if (sharedLocalRun === undefined) return;
  sharedLocalRun.run.process.kill('SIGTERM');
  await sharedLocalRun.run.ended;
  rmSync(sharedLocalRun.dataDirectory, { recursive: true, force: true });
}
