import { availableParallelism } from 'node:os';

/** Native ESM; esbuild only strips the types (test/support/esbuild-transformer.js). */
const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transformer.js' },
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/dist', '<rootDir>/.local'],
};
const suite = (name, more = {}) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  ...more,
});

export default {
  projects: [
    suite('unit', { setupFiles: ['<rootDir>/test/support/forbid-network.ts'] }),
    suite('contract'),
    suite('fidelity'),
    suite('handlers', {
      setupFiles: ['<rootDir>/test/support/forbid-network.ts', '<rootDir>/test/support/memory/function-environment.ts'],
    }),
    suite('stack', {
      globalSetup: '<rootDir>/test/stack/start-synthesizer.ts',
      globalTeardown: '<rootDir>/test/stack/stop-synthesizer.ts',
    }),
    suite('local', {
      globalSetup: '<rootDir>/test/support/start-local-run.ts',
      globalTeardown: '<rootDir>/test/support/stop-local-run.ts',
    }),
    suite('browser', {
      globalSetup: '<rootDir>/test/browser/start-browser.ts',
      globalTeardown: '<rootDir>/test/browser/stop-browser.ts',
    }),
  ],
  // Jest leaves one processor to itself; on two, that is one test file at a time, and most of them wait for the local run.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 30_000,
};
