import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NODE } from '../../tools/client/run-process.ts';

declare global {
  var synthesizer: ChildProcess | undefined;
}

/** Starts the process that synthesizes the stacks for all tests of the suite. */
export default async function startSynthesizer(): Promise<void> {
  const child = spawn(NODE, [join(import.meta.dirname, 'synthesizer.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  globalThis.synthesizer = child;
  const [address] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => {
      throw new Error('The process that synthesizes the stacks has ended.');
    }),
  ]);
  process.env.SYNTHESIZER = address;
}
