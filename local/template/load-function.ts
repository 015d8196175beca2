import type { FunctionDefinition } from './application.ts';
import type { StackTemplate } from './assembly.ts';
import type { Properties } from './properties.ts';

/** Lambda's own defaults. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;

export function loadFunction(
  identity: { readonly arn: string; readonly name: string },
  stack: StackTemplate,
  properties: Properties,
): FunctionDefinition {
  properties.optionalText('FunctionName');
  properties.expect('Runtime', 'nodejs24.x');
  properties.expect('PackageType', 'Zip');
  const code = properties.nested('Code');
  const key = code?.text('S3Key') ?? '';
  code?.text('S3Bucket');
  const directory = stack.assetDirectories.get(key);
  if (directory === undefined) throw properties.error('Code', `the key "${key}" is no directory of the assembly.`);
  const definition = {
    ...identity,
    directory,
    handler: properties.text('Handler'),
    environment: Object.fromEntries(properties.nested('Environment')?.texts('Variables') ?? []),
    timeoutSeconds: properties.number('Timeout', DEFAULT_TIMEOUT_SECONDS),
    memoryMb: properties.number('MemorySize', DEFAULT_MEMORY_MB),
  };
  properties.finish();
  return definition;
}
