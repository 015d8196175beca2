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
  properties.finish();
  // CloudFormation names these properties as the API does.
  return { name, input: input as TableDefinition['input'], ...(ttlAttribute === undefined ? {} : { ttlAttribute }) };
}
