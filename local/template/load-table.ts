import { z } from 'zod';
import type { TableDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, only, text } from './schemas.ts';
import { DESCRIPTIVE, ENCRYPTION, PROTECTS_DATA } from './without-local-effect.ts';

/** The properties that CreateTable takes as they are, and judges itself. */
const CREATE_TABLE = {
  AttributeDefinitions: z.unknown().optional(),
  KeySchema: z.unknown().optional(),
  BillingMode: z.unknown().optional(),
  ProvisionedThroughput: z.unknown().optional(),
};

const TABLE = map({
  ...CREATE_TABLE,
  TableName: text.optional(),
  TimeToLiveSpecification: map({ Enabled: only(true), AttributeName: text }).optional(),
  StreamSpecification: map({ StreamViewType: text }).optional(),
  ...ignored(PROTECTS_DATA, 'DeletionProtectionEnabled', 'PointInTimeRecoverySpecification'),
  ...ignored(ENCRYPTION, 'SSESpecification'),
  ...ignored(DESCRIPTIVE, 'ContributorInsightsSpecification', 'Tags'),
});

export function loadTable(resource: LoadedResource): TableDefinition {
  const { TimeToLiveSpecification: ttl, StreamSpecification: stream, ...properties } = resource.properties(TABLE);
  return {
    name: resource.physicalId,
    // CloudFormation names these properties as the API does.
    input: {
      ...z.object(CREATE_TABLE).parse(properties),
      ...(stream && { StreamSpecification: { StreamEnabled: true, ...stream } }),
    } as TableDefinition['input'],
    ...(ttl && { ttlAttribute: ttl.AttributeName }),
  };
}

/** Returns the ARN of the table's stream, null if it has none. */
export function streamArnOf(table: LoadedResource): string | null {
  return table.properties(TABLE).StreamSpecification === undefined ? null : table.attribute('StreamArn');
}
