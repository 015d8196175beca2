import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readConfiguration } from '../../lib/configuration.ts';
import { FUNCTION_NAMES } from '../../lib/function-names.ts';
import { RecordsStack } from '../../lib/records-stack.ts';
import { ServiceStack } from '../../lib/service-stack.ts';

export const PROJECT = join(import.meta.dirname, '..', '..');
/** What the stub pages of the hub consist of. */
export const HUB_FILES = { 'index.html': '<!doctype html><title>Hub</title>', 'assets/main-0A1B2C3D.js': '0;' };
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
  /** Warnings of the synth. */
  readonly warnings: readonly string[];
  /** Files of an asset, path to text, by the asset's hash. */
  readonly assets: ReadonlyMap<string, Readonly<Record<string, string>>>;
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
    for (const [path, text] of Object.entries(HUB_FILES)) writeFileSync(join(hubDirectory, path), text);
    const given: Record<string, unknown> = { upstreamUrl: UPSTREAM_URL, ...values };
    const configuration = readConfiguration((name) => given[name]);
    const { context } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8'));
    const app = new App({
      // Warnings are looked at by tests, not printed.
      context: { ...context, '@aws-cdk/core:annotationsInValidationReport': false },
      outdir,
      builtinCloudFormationValidation: false,
    });
    const recordsStack = new RecordsStack(app, 'Records', { stackName: 'test-records', configuration });
    new ServiceStack(app, 'Service', {
      stackName: 'test-service',
      configuration,
      functionsDirectory,
      hubDirectory,
      records: recordsStack,
    });
    const assembly = app.synth();
    const stacks = [assembly.getStackByName('test-records'), assembly.getStackByName('test-service')];
    const [records, service] = stacks.map(({ template }) => template);
    return {
      records,
      service,
      recordsStack,
      warnings: stacks
        .flatMap(({ messages }) => messages)
        .filter(({ level }) => level === 'warning')
        .map(({ entry }) => String(entry.data)),
      assets: new Map(
        readdirSync(outdir, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => [name.replace(/^asset\./, ''), textFiles(join(outdir, name))]),
      ),
    };
  } finally {
    for (const directory of [functionsDirectory, hubDirectory, outdir]) {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

function textFiles(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(directory, path), readFileSync(path, 'utf8')];
    }),
  );
}

export function resourcesOfType(template: StackTemplate, type: string): [id: string, resource: TemplateResource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

export function onlyResource(template: StackTemplate, type: string): [id: string, resource: TemplateResource] {
  const [first, ...more] = resourcesOfType(template, type);
  if (first === undefined || more.length > 0) throw new Error(`The template must hold exactly one ${type}.`);
  return first;
}

/** The resource whose logical ID is `name` and a hash. */
export function resourceNamed(template: StackTemplate, name: string): TemplateResource {
  const found = Object.entries(template.Resources).find(([id]) => id.replace(/[0-9A-F]{8}$/, '') === name);
  if (found === undefined) throw new Error(`There is no resource ${name}.`);
  return found[1];
}
