import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const read = (path: string) => JSON.parse(readFileSync(join(PROJECT, path), 'utf8'));
const { dependencies, devDependencies } = read('package.json');
const locked: Record<string, { version: string; integrity?: string; inBundle?: boolean }> =
  read('package-lock.json').packages;

test('all clients of the AWS SDK have one version', () => {
  const clients = Object.entries<string>(dependencies).filter(([name]) => name.startsWith('@aws-sdk/'));

  expect(clients.length).toBeGreaterThan(5);
  expect(new Set(clients.map(([, version]) => version)).size).toBe(1);
});

// Two copies of a package below them would mean two versions in one bundle.
test('every package of the AWS SDK is installed once', () => {
  const paths = Object.keys(locked).filter((path) => /node_modules\/@(aws-sdk|smithy)\/[^/]+$/.test(path));

  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => path.lastIndexOf('node_modules/') > 0)).toEqual([]);
});

test('jobs with AWS credentials install the CDK command line that the tests use, and nothing else', () => {
  const cli = read('tools/cdk-cli/package.json');
  const lock = read('tools/cdk-cli/package-lock.json');

  expect(cli.dependencies).toEqual({ 'aws-cdk': devDependencies['aws-cdk'] });
  expect(Object.keys(cli)).not.toContain('scripts');
  expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/aws-cdk']);
  expect(lock.packages['node_modules/aws-cdk'].version).toBe(devDependencies['aws-cdk']);
  expect(lock.packages['node_modules/aws-cdk'].integrity).toBe(locked['node_modules/aws-cdk']?.integrity);
});

test('every locked package has a hash, and none names a registry', () => {
  for (const file of ['package-lock.json', 'tools/cdk-cli/package-lock.json']) {
    const packages: typeof locked = read(file).packages;
    const bare = Object.entries(packages).filter(
      ([path, { integrity, inBundle }]) => path !== '' && integrity === undefined && inBundle !== true,
    );

    expect(bare).toEqual([]);
    expect(readFileSync(join(PROJECT, file), 'utf8')).not.toContain('"resolved"');
  }
});
