import type { TableDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';

const CREATE_TABLE_PROPERTIES = ['AttributeDefinitions', 'KeySchema', 'BillingMode', 'ProvisionedThroughput'];

export function loadTable({ physicalId: name, properties }: LoadedResource): TableDefinition {
  properties.optionalText('TableName');
  const input = Object.fromEntries(
    CREATE_TABLE_PROPERTIES.map((property) => [property, properties.raw(property)]).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const ttl = properties.nested('TimeToLiveSpecification');
  ttl?.expect('Enabled', true);
  const ttlAttribute = ttl?.text('AttributeName');
  const stream = properties.nested('StreamSpecification');
  const viewType = stream?.text('StreamViewType');
  properties.finish();
  // CloudFormation names these properties as the API does.
  const streamed =
    viewType === undefined ? {} : { StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } };
  return {
    name,
    input: { ...input, ...streamed } as TableDefinition['input'],
    ...(ttlAttribute === undefined ? {} : { ttlAttribute }),
  };
}
