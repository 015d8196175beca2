import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readConfiguration } from '../../lib/configuration.ts';
import { FUNCTION_NAMES } from '../../lib/function-names.ts';
import { RecordsStack } from '../../lib/records-stack.ts';
import { ServiceStack } from '../../lib/service-stack.ts';

export const PROJECT = join(import.meta.dirname, '..', '..');
export const UPSTREAM_URL = 'https://partner-api.example.com/base';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any form, and the assertions are the check of it.
type Properties = Record<string, any>;

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface SynthesizedStacks {
  readonly records: StackTemplate;
  readonly service: StackTemplate;
  readonly recordsStack: RecordsStack;
}

/** Both stacks with the feature flags of cdk.json and stub bundles and pages. */
export function synthesizeStacks(values: Readonly<Record<string, unknown>> = {}): SynthesizedStacks {
  const functionsDirectory = mkdtempSync(join(tmpdir(), 'bundles-'));
  const hubDirectory = mkdtempSync(join(tmpdir(), 'hub-'));
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    for (const name of FUNCTION_NAMES) {
      mkdirSync(join(functionsDirectory, name));
      writeFileSync(join(functionsDirectory, name, 'index.mjs'), `export const handler = async () => '${name}';`);
    }
    mkdirSync(join(hubDirectory, 'assets'));
    writeFileSync(join(hubDirectory, 'index.html'), '<!doctype html><title>Hub</title>');
    writeFileSync(join(hubDirectory, 'assets', 'main-0A1B2C3D.js'), '');
    const given: Record<string, unknown> = { upstreamUrl: UPSTREAM_URL, ...values };
    const configuration = readConfiguration((name) => given[name]);
    const { context } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8'));
    const app = new App({ context, outdir, builtinCloudFormationValidation: false });
    const recordsStack = new RecordsStack(app, 'Records', { stackName: 'test-records', configuration });
    new ServiceStack(app, 'Service', {
      stackName: 'test-service',
      configuration,
      functionsDirectory,
      hubDirectory,
      records: recordsStack,
    });
    const assembly = app.synth();
    return {
      records: assembly.getStackByName('test-records').template,
      service: assembly.getStackByName('test-service').template,
      recordsStack,
    };
  } finally {
    for (const directory of [functionsDirectory, hubDirectory, outdir])
      rmSync(directory, { recursive: true, force: true });
  }
}

export function resourcesOfType(template: StackTemplate, type: string): [id: string, resource: TemplateResource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

export function onlyResource(template: StackTemplate, type: string): [id: string, resource: TemplateResource] {
  const [first, ...more] = resourcesOfType(template, type);
  if (first === undefined || more.length > 0) throw new Error(`The template must hold exactly one ${type}.`);
  return first;
}
