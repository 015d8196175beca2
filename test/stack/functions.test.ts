import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildFunctions } from '../../lib/build-functions.ts';
import { FUNCTION_NAMES } from '../../lib/function-names.ts';
import {
  PROJECT,
  resourcesOfType,
  type StackTemplate,
  synthesizeStacks,
  type TemplateResource,
} from './synthesized-stacks.ts';

const AUTHORIZER = 'checks the credential';
const TOKEN = 'POST /token';
const WHOAMI = 'GET /whoami';
const NOT_FOUND = '404';

let service: StackTemplate;
let records: StackTemplate;

beforeAll(() => {
  ({ service, records } = synthesizeStacks());
});

function functionDescribed(text: string, template = service): TemplateResource['Properties'] {
  const found = resourcesOfType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);
  const [match, ...more] = found.filter(({ Description }) => Description.includes(text));
  if (match === undefined || more.length > 0) throw new Error(`No single function is described by ${text}.`);
  return match;
}

/** Type of the resource that a reference ends at, and what of it: `AWS::DynamoDB::Table Arn`. */
function targetOf(reference: Record<string, unknown>, template = service): string {
  const published = reference['Fn::GetStackOutput'] as { OutputName: string } | undefined;
  if (published !== undefined) {
    return targetOf(records.Outputs[published.OutputName]?.Value as Record<string, unknown>, records);
  }
  const [id, attribute] = (reference['Fn::GetAtt'] as [string, string] | undefined) ?? [reference.Ref as string, 'Ref'];
  return `${template.Resources[id]?.Type} ${attribute}`;
}

/** What a function's role may do: every action with what it may be done to. */
function grantsOf(text: string): string[] {
  const roleId: string = functionDescribed(text).Role['Fn::GetAtt'][0];
  const role = service.Resources[roleId]?.Properties;
  expect(role).not.toHaveProperty('ManagedPolicyArns');
  expect(role).not.toHaveProperty('Policies');
  return resourcesOfType(service, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => JSON.stringify(Properties.Roles).includes(`"${roleId}"`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource, ...more }) => {
      expect({ Effect, more }).toEqual({ Effect: 'Allow', more: {} });
      return [Action].flat().flatMap((action) => [Resource].flat().map((one) => `${action} on ${targetOf(one)}`));
    })
    .toSorted();
}

describe('grants', () => {
  const LOGS = ['logs:CreateLogStream on AWS::Logs::LogGroup Arn', 'logs:PutLogEvents on AWS::Logs::LogGroup Arn'];

  // If it fails, the function that every call passes through may do more than its one read.
  test('the authorizer may make its one read', () => {
    expect(grantsOf(AUTHORIZER)).toEqual(['dynamodb:BatchGetItem on AWS::DynamoDB::Table Arn', ...LOGS]);
  });

  test('/token may check passwords and write tokens', () => {
    expect(grantsOf(TOKEN)).toEqual([
      'cognito-idp:AdminInitiateAuth on AWS::Cognito::UserPool Arn',
      'dynamodb:ConditionCheckItem on AWS::DynamoDB::Table Arn',
      'dynamodb:GetItem on AWS::DynamoDB::Table Arn',
      'dynamodb:PutItem on AWS::DynamoDB::Table Arn',
      'dynamodb:UpdateItem on AWS::DynamoDB::Table Arn',
      ...LOGS,
    ]);
  });

  test.each([WHOAMI, NOT_FOUND])('the function of %s may write logs only', (text) => {
    expect(grantsOf(text)).toEqual(LOGS);
  });

  test('nothing is granted on everything', () => {
    for (const [, { Properties }] of resourcesOfType(service, 'AWS::IAM::Policy')) {
      expect(JSON.stringify(Properties.PolicyDocument)).not.toContain('*');
    }
  });

  test('roles and log groups are not shared', () => {
    const functions = resourcesOfType(service, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);
    const distinct = (values: unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size;

    expect(distinct(functions.map(({ Role }) => Role))).toBe(FUNCTION_NAMES.length);
    expect(distinct(functions.map(({ LoggingConfig }) => LoggingConfig))).toBe(FUNCTION_NAMES.length);
  });
});

describe('settings', () => {
  test('every function runs on Node 24 on ARM and keeps its logs for 90 days', () => {
    const functions = resourcesOfType(service, 'AWS::Lambda::Function');

    expect(functions).toHaveLength(FUNCTION_NAMES.length);
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(service.Resources[Properties.LoggingConfig.LogGroup.Ref]).toMatchObject({
        Properties: { RetentionInDays: 90 },
        DeletionPolicy: 'RetainExceptOnCreate',
      });
    }
  });

  test('the authorizer knows the table and the environment of the keys, and no more', () => {
    const { Environment, Timeout, MemorySize } = functionDescribed(AUTHORIZER);

    expect(Object.keys(Environment.Variables).toSorted()).toEqual(['KEY_ENVIRONMENT', 'TABLE_NAME']);
    expect(Environment.Variables.KEY_ENVIRONMENT).toBe('test');
    expect(targetOf(Environment.Variables.TABLE_NAME)).toBe('AWS::DynamoDB::Table Ref');
    expect({ Timeout, MemorySize }).toEqual({ Timeout: 10, MemorySize: 1024 });
  });

  test('/token knows the table, the pool and its client, and no more', () => {
    const { Environment, Timeout } = functionDescribed(TOKEN);
    const targets = Object.entries(Environment.Variables).map(([name, value]) => [
      name,
      targetOf(value as Record<string, unknown>),
    ]);

    expect(Object.fromEntries(targets)).toEqual({
      TABLE_NAME: 'AWS::DynamoDB::Table Ref',
      USER_POOL_ID: 'AWS::Cognito::UserPool Ref',
      TOKEN_CLIENT_ID: 'AWS::Cognito::UserPoolClient Ref',
    });
    expect(Timeout).toBe(20);
  });

  test.each([WHOAMI, NOT_FOUND])('the function of %s has no environment', (text) => {
    expect(functionDescribed(text)).not.toHaveProperty('Environment');
  });

  test('the authorizer gets concurrency of its own where that is configured', () => {
    expect(functionDescribed(AUTHORIZER)).not.toHaveProperty('ReservedConcurrentExecutions');

    const { service: configured } = synthesizeStacks({ authorizerReservedConcurrency: '50' });

    expect(functionDescribed(AUTHORIZER, configured).ReservedConcurrentExecutions).toBe(50);
    expect(functionDescribed(TOKEN, configured)).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('bundles', () => {
  // A handler that no file holds would be found out by the first call after a deployment.
  test('hold what the template names as handlers', async () => {
    const directory = await buildFunctions();
    const handlers = resourcesOfType(service, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.Handler);

    expect(new Set(handlers)).toEqual(new Set(['index.handler']));
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

test('no secret stands in a template', () => {
  expect(JSON.stringify([service, records])).not.toMatch(/dpa_(live|test)_|SecretString|AKIA[0-9A-Z]{16}|PRIVATE KEY/);
});
