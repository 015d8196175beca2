import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends the process that synthesizes the stacks. */
export default async function stopSynthesizer(): Promise<void> {
  const { synthesizer } = globalThis as { synthesizer?: ChildProcess };
  if (synthesizer === undefined || synthesizer.exitCode !== null) return;
  const ended = once(synthesizer, 'exit');
  synthesizer.stdin?.end();
  await ended;
}
