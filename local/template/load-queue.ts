import type { QueueDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, text } from './schemas.ts';
import { DESCRIPTIVE, ENCRYPTION, PROTECTS_DATA } from './without-local-effect.ts';

const QUEUE = map({
  QueueName: text.optional(),
  ...ignored(PROTECTS_DATA, 'MessageRetentionPeriod'),
  ...ignored(ENCRYPTION, 'SqsManagedSseEnabled'),
  ...ignored(DESCRIPTIVE, 'Tags'),
});

/** Loads a standard queue of SQS. */
export function loadQueue(resource: LoadedResource): QueueDefinition {
  resource.properties(QUEUE);
  return { name: resource.attribute('QueueName'), arn: resource.attribute('Arn'), url: resource.physicalId };
}
