import type { QueueDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';

/** A standard queue of SQS. */
export function loadQueue({ physicalId: url, properties, attribute }: LoadedResource): QueueDefinition {
  properties.optionalText('QueueName');
  properties.finish();
  return { name: attribute('QueueName'), arn: attribute('Arn'), url };
}
