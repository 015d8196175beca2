import { z } from 'zod';
import type { FunctionDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, number, only, text } from './schemas.ts';
import { DESCRIPTIVE, LOGS } from './without-local-effect.ts';

const PLAIN_TEXT = text.refine((value) => !value.includes('{{resolve:'), 'a secret must not be in the environment.');

const FUNCTION = map({
  FunctionName: text.optional(),
  Runtime: only('nodejs24.x'),
  PackageType: only('Zip'),
  /** Looked up by load-roles.ts. */
  Role: text.optional(),
  Code: map({ S3Bucket: text, S3Key: text }),
  Handler: text,
  Environment: map({ Variables: z.record(text, PLAIN_TEXT).default({}) }).optional(),
  // Lambda's own defaults.
  Timeout: number.default(3),
  MemorySize: number.default(128),
  LoggingConfig: map({ LogGroup: text.optional() }).optional(),
  DeadLetterConfig: map({ TargetArn: text }).optional(),
  ...ignored('Bundles are JavaScript and run on any processor.', 'Architectures'),
  ...ignored(DESCRIPTIVE, 'Description', 'Tags'),
  ...ignored('Shares the account with others; here nobody else is there.', 'ReservedConcurrentExecutions'),
  ...ignored(LOGS, 'TracingConfig'),
});

export function loadFunction(resource: LoadedResource): FunctionDefinition {
  const { Code, ...properties } = resource.properties(FUNCTION);
  const directory = resource.stack.assetDirectories.get(Code.S3Key);
  if (directory === undefined) {
    throw resource.error('Code.S3Key', `the key "${Code.S3Key}" is no directory of the assembly.`);
  }
  return {
    arn: resource.attribute('Arn'),
    name: resource.physicalId,
    directory,
    handler: properties.Handler,
    environment: properties.Environment?.Variables ?? {},
    timeoutSeconds: properties.Timeout,
    memoryMb: properties.MemorySize,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.physicalId}`,
    deadLetterQueueArn: properties.DeadLetterConfig?.TargetArn ?? null,
  };
}
