import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { readConfiguration } from '../../lib/configuration/configuration.ts';
import { FUNCTION_NAMES } from '../../lib/functions/function-names.ts';
import { RecordsStack } from '../../lib/stacks/records-stack.ts';
import { ServiceStack } from '../../lib/stacks/service-stack.ts';
import { HUB_FILES, PROJECT, type SynthesizedStacks, UPSTREAM_URL } from './synthesized-stacks.ts';

/** Synthesizes both stacks into `directory`, with the feature flags of cdk.json and stub bundles and pages. */
export function synthesizeApp(
  values: Readonly<Record<string, unknown>>,
  directory: string,
): { readonly app: App; readonly assembly: CloudAssembly } {
  const [functionsDirectory, hubDirectory] = [join(directory, 'functions'), join(directory, 'hub')];
  for (const name of FUNCTION_NAMES) {
    mkdirSync(join(functionsDirectory, name), { recursive: true });
    writeFileSync(join(functionsDirectory, name, 'index.mjs'), `export const handler = async () => '${name}';`);
  }
  mkdirSync(join(hubDirectory, 'assets'), { recursive: true });
  for (const [path, text] of Object.entries(HUB_FILES)) writeFileSync(join(hubDirectory, path), text);
  const given: Record<string, unknown> = { upstreamUrl: UPSTREAM_URL, ...values };
  const configuration = readConfiguration((name) => given[name]);
  const { context } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8'));
  const app = new App({
    // Tests look at warnings, so they are not printed.
    context: { ...context, '@aws-cdk/core:annotationsInValidationReport': false },
    outdir: join(directory, 'assembly'),
    builtinCloudFormationValidation: false,
  });
  const records = new RecordsStack(app, 'Records', { stackName: 'test-records', configuration, functionsDirectory });
  new ServiceStack(app, 'Service', {
    stackName: 'test-service',
    configuration,
    functionsDirectory,
    hubDirectory,
    records,
  });
  return { app, assembly: app.synth() };
}

/** Reads what tests look at from an assembly. */
export function readStacks(assembly: CloudAssembly): SynthesizedStacks {
  const records = assembly.getStackByName('test-records');
  const service = assembly.getStackByName('test-service');
  return {
    records: records.template,
    service: service.template,
    recordsTerminationProtection: records.terminationProtection === true,
    warnings: [records, service]
      .flatMap(({ messages }) => messages)
      .filter(({ level }) => level === 'warning')
      .map(({ entry }) => String(entry.data)),
    assets: Object.fromEntries(
      readdirSync(assembly.directory, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => [name.replace(/^asset\./, ''), textFiles(join(assembly.directory, name))]),
    ),
  };
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
