import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readConfigs } from 'jest-config';
import type { Test, TestWatcher } from 'jest-runner';
import { CoverageRecorder } from './coverage.ts';
import type { FromWorker, Job, TestFile } from './job.ts';
import { PROJECT } from './mutants.ts';

/** A long-lived process that runs test files in itself, one job after the other, and stops a job at its first failure. */

// Their types describe the CommonJS form only.
const require = createRequire(import.meta.url);
const { default: TestRunner } = require('jest-runner') as typeof import('jest-runner');
const { default: Runtime } = require('jest-runtime') as typeof import('jest-runtime');

process.env.NODE_ENV = 'test';
process.on('disconnect', () => process.exit());

const { globalConfig, configs } = await readConfigs({ _: [], $0: 'jest', maxWorkers: 1, watchman: false }, [PROJECT]);
const contexts = new Map<string, Promise<Test['context']>>();
const NEVER_INTERRUPTED = { isInterrupted: () => false } as TestWatcher;
let recorder: CoverageRecorder | null = null;
let jobs = 0;

function contextOf(project: string): Promise<Test['context']> {
  const known = contexts.get(project);
  if (known !== undefined) return known;
  const config = configs.find(({ displayName }) => displayName?.name === project);
  if (config === undefined) throw new Error(`jest.config.js has no project ${project}.`);
  const context = Runtime.createContext(config, { maxWorkers: 1, watchman: false });
  contexts.set(project, context);
  return context;
}

async function run({ tests, mutated, coverage }: Job): Promise<void> {
  if (coverage && recorder === null) {
    recorder = new CoverageRecorder(join(PROJECT, 'lambdas/'));
    await recorder.start();
  }
  for (const test of tests) {
    send({ kind: 'started', file: test.file });
    const startedMs = performance.now();
    const failure = await runFile(test, mutated);
    const ms = performance.now() - startedMs;
    send({ kind: 'finished', file: test.file, failure, ms, coverage: coverage ? await recorder?.take() : undefined });
    if (failure !== null) break;
  }
  send({ kind: 'done', memoryBytes: process.memoryUsage.rss() });
}

/** Returns the first failure, or null. */
async function runFile({ project, file }: TestFile, mutated: Job['mutated']): Promise<string | null> {
  const context = await contextOf(project);
  // A new configuration for each job: jest caches transformed files by configuration.
  const transform: Test['context']['config']['transform'] = [
    ['\\.ts$', join(import.meta.dirname, 'transformer.ts'), mutated ? { mutated } : {}],
  ];
  const config = { ...context.config, transform, globals: { ...context.config.globals, job: jobs } };
  const runner = new TestRunner(globalConfig, {});
  let failure: string | null = null;
  const failed = (reason: string) => {
    if (failure === null) send({ kind: 'failed', file, reason });
    failure ??= reason;
  };
  runner.on('test-case-result', ([, { status, fullName }]) => {
    if (status === 'failed') failed(fullName);
  });
  runner.on('test-file-failure', ([, error]) => failed(error.message ?? 'The file did not run.'));
  runner.on('test-file-success', ([, { testExecError, numFailingTests }]) => {
    if (testExecError) failed(testExecError.message);
    else if (numFailingTests > 0) failed('A test failed.');
  });
  const test = { context: { ...context, config }, path: join(PROJECT, file) };
  await runner.runTests([test], NEVER_INTERRUPTED, { serial: true });
  return failure;
}

function send(message: FromWorker): void {
  process.send?.(message);
}

process.on('message', (job: Job) => {
  jobs++;
  run(job).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  });
});
send({ kind: 'done', memoryBytes: 0 });
