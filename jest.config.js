/** Native ESM; esbuild only strips the types (test/support/esbuild-transformer.js). */
const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transformer.js' },
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
    suite('handlers'),
    suite('stack'),
    suite('local', {
      globalSetup: '<rootDir>/test/support/start-local-run.ts',
      globalTeardown: '<rootDir>/test/support/stop-local-run.ts',
    }),
    suite('browser', {
      globalSetup: '<rootDir>/test/browser/start-browser.ts',
      globalTeardown: '<rootDir>/test/browser/stop-browser.ts',
    }),
  ],
  testTimeout: 30_000,
};
