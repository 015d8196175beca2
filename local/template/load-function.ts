import type { FunctionDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';

/** Lambda's own defaults. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;

export function loadFunction({ physicalId, stack, properties, attribute }: LoadedResource): FunctionDefinition {
  properties.optionalText('FunctionName');
  properties.expect('Runtime', 'nodejs24.x');
  properties.expect('PackageType', 'Zip');
  // Looked up by load-roles.ts.
  properties.optionalText('Role');
  const code = properties.nested('Code');
  const key = code?.text('S3Key') ?? '';
  code?.text('S3Bucket');
  const directory = stack.assetDirectories.get(key);
  if (directory === undefined) throw properties.error('Code', `the key "${key}" is no directory of the assembly.`);
  const environment = properties.nested('Environment')?.texts('Variables') ?? new Map<string, string>();
  for (const [name, value] of environment) {
    if (value.includes('{{resolve:')) {
      throw properties.error(`Environment.Variables.${name}`, 'a secret must not stand in the environment.');
    }
  }
  const logging = properties.nested('LoggingConfig');
  const deadLetters = properties.nested('DeadLetterConfig');
  const definition = {
    arn: attribute('Arn'),
    name: physicalId,
    directory,
    handler: properties.text('Handler'),
    environment: Object.fromEntries(environment),
    timeoutSeconds: properties.number('Timeout', DEFAULT_TIMEOUT_SECONDS),
    memoryMb: properties.number('MemorySize', DEFAULT_MEMORY_MB),
    logGroup: logging?.optionalText('LogGroup') ?? `/aws/lambda/${physicalId}`,
    deadLetterQueueArn: deadLetters?.text('TargetArn') ?? null,
  };
  properties.finish();
  return definition;
}
