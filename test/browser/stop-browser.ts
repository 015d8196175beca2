import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import stopSharedRun, { type Selection } from '../support/stop-local-run.ts';

export default async function stopBrowser(selection?: Selection): Promise<void> {
  const { sharedBrowser } = globalThis as { sharedBrowser?: ChildProcess };
  if (sharedBrowser !== undefined && sharedBrowser.exitCode === null) {
    const ended = once(sharedBrowser, 'exit');
    sharedBrowser.stdin?.end();
    await ended;
  }
  await stopSharedRun(selection);
}
