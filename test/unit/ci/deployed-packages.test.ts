import { describe, expect, test } from '@jest/globals';
import { cycloneDx } from '../../../tools/dependencies/deployed-bill-of-materials.ts';
import { deployedPackages } from '../../../tools/dependencies/deployed-packages.ts';

const bundle = (inputs: Record<string, number>) => ({
  outputs: {
    'index.mjs': {
      inputs: Object.fromEntries(Object.entries(inputs).map(([file, bytesInOutput]) => [file, { bytesInOutput }])),
      bytes: 1,
      imports: [],
      exports: [],
    },
  },
});
const LOCKED = {
  'node_modules/zod': { version: '4.0.0', license: 'MIT', integrity: 'sha512-AQID' },
  'node_modules/@aws-sdk/core': { version: '3.0.0' },
  'node_modules/@aws-sdk/core/node_modules/zod': { version: '3.9.0' },
  'node_modules/jest': { version: '30.0.0' },
};

describe('the packages that are deployed', () => {
  test('must all be locked', () => {
    expect(() => deployedPackages({ token: bundle({ 'node_modules/left-pad/index.js': 1 }) }, LOCKED)).toThrow(
      'package-lock.json does not name node_modules/left-pad',
    );
    expect(() => deployedPackages({}, LOCKED, { 'left-pad': 'deployment' })).toThrow('left-pad');
  });

  test('are those with a byte in a bundle, each in its own version', () => {
    const packages = deployedPackages(
      {
        token: bundle({
          'lambdas/handlers/token.ts': 9,
          'node_modules/zod/v4/index.js': 5,
          'node_modules/@aws-sdk/core/node_modules/zod/index.js': 2,
          'node_modules/jest/index.js': 0,
        }),
        hub: bundle({ 'node_modules/zod/v4/core.js': 1, 'node_modules/@aws-sdk/core/dist/index.js': 1 }),
      },
      LOCKED,
    );

    expect(packages.map(({ path, version, deployedIn }) => [path, version, ...deployedIn])).toEqual([
      ['node_modules/@aws-sdk/core', '3.0.0', 'hub'],
      ['node_modules/zod', '4.0.0', 'hub', 'token'],
      ['node_modules/@aws-sdk/core/node_modules/zod', '3.9.0', 'token'],
    ]);
  });

  test('include what is deployed without being bundled here', () => {
    expect(deployedPackages({}, LOCKED, { jest: 'deployment' })).toEqual([
      { path: 'node_modules/jest', name: 'jest', version: '30.0.0', deployedIn: ['deployment'] },
    ]);
  });
});

test('the bill of materials names packages as package URLs, with the hash that npm locked', () => {
  const document = cycloneDx({ name: 'project', version: '1.0.0' }, [
    {
      path: 'node_modules/@a/b',
      name: '@a/b',
      version: '2.0.0',
      license: 'MIT',
      integrity: 'sha512-AQID',
      deployedIn: ['hub', 'token'],
    },
  ]);

  expect(document).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
  expect(document.components).toEqual([
    {
      type: 'library',
      'bom-ref': 'node_modules/@a/b',
      name: '@a/b',
      version: '2.0.0',
      purl: 'pkg:npm/%40a/b@2.0.0',
      licenses: [{ expression: 'MIT' }],
      hashes: [{ alg: 'SHA-512', content: '010203' }],
      properties: [
        { name: 'deployed-in', value: 'hub' },
        { name: 'deployed-in', value: 'token' },
      ],
    },
  ]);
});
