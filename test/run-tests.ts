import { runLeavingNothing } from './support/run-leaving-nothing.ts';

/** Runs jest with the given arguments. Fails if the tests do, or if they leave a process or a temporary file behind. */
const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];

const { status, leftovers } = await runLeavingNothing([...JEST, ...process.argv.slice(2)]);
if (leftovers.length > 0) process.stderr.write(`The tests left something behind.\n${leftovers.join('\n')}\n`);
process.exitCode = status === 0 && leftovers.length > 0 ? 1 : (status ?? 1);
