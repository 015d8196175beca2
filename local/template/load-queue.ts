import type { QueueDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';

/** A queue that nothing but dead letters is put on: it has no dead letters of its own, and delivers to nobody. */
export function loadQueue({ physicalId: url, properties, attribute }: LoadedResource): QueueDefinition {
  properties.optionalText('QueueName');
  properties.expect('FifoQueue', false);
  properties.finish();
  return { url, arn: attribute('Arn'), name: attribute('QueueName') };
}
