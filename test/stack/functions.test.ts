import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildFunctions } from '../../lib/build/build-functions.ts';
import { FUNCTION_NAMES } from '../../lib/functions/function-names.ts';
import { environmentOf, functionDescribed, grantsOf, keysBegin, ownFunctions } from './function-resources.ts';
import { PROJECT, type SynthesizedStacks, synthesizeStacks } from './synthesized-stacks.ts';

const AUTHORIZER = 'Partner API: checks the credential of a call';
const TOKEN = 'Partner API: POST /token';
const WHOAMI = 'Partner API: GET /whoami';
const NOT_FOUND = 'Partner API: 404 for everything that is no route';

/** Those of the service stack: the user pool's trigger is in the records stack, with the pool. */
const IN_SERVICE = FUNCTION_NAMES.filter((name) => name !== 'password-reset');

let stacks: SynthesizedStacks;
/** With every function: warnings of keys that end are sent only where there is a sender. */
let complete: SynthesizedStacks;

beforeAll(async () => {
  stacks = await synthesizeStacks();
  complete = await synthesizeStacks({ senderAddress: 'codes@hub.example.com' });
});

describe('grants', () => {
  const LOGS = ['logs:CreateLogStream on <own logs>', 'logs:PutLogEvents on <own logs>'];

  // If it fails, the function that every call passes through may do more than its one read.
  test('the authorizer may make its one read', () => {
    expect(grantsOf(stacks, AUTHORIZER)).toEqual([
      `dynamodb:BatchGetItem on <RecordsTable.Arn> if ${keysBegin('PARTNER#*', 'TOKEN#*')}`,
      ...LOGS,
    ]);
  });

  test('/token may check passwords and write tokens', () => {
    const linking = keysBegin('IDENTITY#*', 'USER#*');

    expect(grantsOf(stacks, TOKEN)).toEqual([
      'cognito-idp:AdminInitiateAuth on <AccountsPool.Arn>',
      `dynamodb:GetItem on <RecordsTable.Arn> if ${keysBegin('EMAIL#*', 'IDENTITY#*', 'USER#*')}`,
      `dynamodb:GetItem on <RecordsTable.Arn> if ${keysBegin('PARTNER#*')}`,
      `dynamodb:PutItem on <RecordsTable.Arn> if ${linking}`,
      `dynamodb:PutItem on <RecordsTable.Arn> if ${keysBegin('TOKEN#*')}`,
      `dynamodb:UpdateItem on <RecordsTable.Arn> if ${linking}`,
      `dynamodb:UpdateItem on <RecordsTable.Arn> if ${keysBegin('LOGIN#*')}`,
      ...LOGS,
    ]);
  });

  test.each([WHOAMI, NOT_FOUND])('the function %s may write logs only', (description) => {
    expect(grantsOf(stacks, description)).toEqual(LOGS);
  });

  test('roles and log groups are not shared', () => {
    const functions = ownFunctions(complete);
    const distinct = (values: unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size;

    expect(distinct(functions.map(({ Role }) => Role))).toBe(IN_SERVICE.length);
    expect(distinct(functions.map(({ LoggingConfig }) => LoggingConfig))).toBe(IN_SERVICE.length);
  });
});

describe('settings', () => {
  test('every function runs on Node 24 on ARM and keeps its logs for 90 days', () => {
    const functions = ownFunctions(complete);

    expect(functions).toHaveLength(IN_SERVICE.length);
    for (const properties of functions) {
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(complete.service.Resources[properties.LoggingConfig.LogGroup.Ref]).toMatchObject({
        Properties: { RetentionInDays: 90 },
        DeletionPolicy: 'RetainExceptOnCreate',
      });
    }
  });

  test('the authorizer knows the table and the environment of the keys, and no more', () => {
    const { Timeout, MemorySize } = functionDescribed(stacks, AUTHORIZER);

    expect(environmentOf(stacks, AUTHORIZER)).toEqual({ KEY_ENVIRONMENT: 'test', TABLE_NAME: '<RecordsTable>' });
    expect({ Timeout, MemorySize }).toEqual({ Timeout: 10, MemorySize: 1024 });
  });

  test('the authorizer and /token know the CDN in front of the API where that is configured', async () => {
    const configured = await synthesizeStacks({
      trustedCdnRanges: '192.0.2.0/24,2001:db8::/32',
      trustedCdnHeader: 'x-viewer-address',
    });

    for (const name of [AUTHORIZER, TOKEN]) {
      expect(environmentOf(configured, name)).toMatchObject({
        TRUSTED_CDN_RANGES: '192.0.2.0/24,2001:db8::/32',
        TRUSTED_CDN_HEADER: 'x-viewer-address',
      });
    }
  });

  test('/token knows the table, the pool, its client and the address of the hub, and no more', () => {
    expect(environmentOf(stacks, TOKEN)).toEqual({
      TABLE_NAME: '<RecordsTable>',
      USER_POOL_ID: '<AccountsPool>',
      TOKEN_CLIENT_ID: '<TokenClient>',
      HUB_URL: 'https://<HubSiteDistribution.DomainName>',
    });
    expect(functionDescribed(stacks, TOKEN).Timeout).toBe(20);
  });

  test('/whoami knows the address of the hub, and no more', () => {
    expect(environmentOf(stacks, WHOAMI)).toEqual({ HUB_URL: 'https://<HubSiteDistribution.DomainName>' });
  });

  test('the function of unknown paths has no environment', () => {
    expect(functionDescribed(stacks, NOT_FOUND)).not.toHaveProperty('Environment');
  });

  test('the authorizer gets concurrency of its own where that is configured', async () => {
    const configured = await synthesizeStacks({ authorizerReservedConcurrency: '50' });

    expect(functionDescribed(stacks, AUTHORIZER)).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(functionDescribed(configured, AUTHORIZER).ReservedConcurrentExecutions).toBe(50);
    expect(functionDescribed(configured, TOKEN)).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('bundles', () => {
  // A handler that no file holds would be found out by the first call after a deployment.
  test('hold what the template names as handlers', async () => {
    const directory = await buildFunctions();

    expect(new Set(ownFunctions(complete).map(({ Handler }) => Handler))).toEqual(new Set(['index.handler']));
    for (const name of FUNCTION_NAMES) {
      const { outputs } = JSON.parse(readFileSync(join(directory, `${name}.meta.json`), 'utf8'));
      const entry = Object.entries<{ entryPoint?: string; exports: string[] }>(outputs).find(
        ([file, { entryPoint }]) => entryPoint === `lambdas/handlers/${name}.ts` && file.endsWith(`${name}/index.mjs`),
      );
      expect(entry?.[1].exports).toContain('handler');
      expect(existsSync(join(directory, name, 'index.mjs'))).toBe(true);
    }
    expect(directory).toBe(join(PROJECT, 'dist'));
  }, 60_000);
});
