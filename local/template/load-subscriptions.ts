import type { SubscriptionDefinition } from './application.ts';
import { isGranted, type Permission } from './load-permission.ts';
import type { LoadedResource } from './loaded-resource.ts';
import type { Properties } from './properties.ts';

export interface SubscriptionResources {
  readonly filters: readonly LoadedResource[];
  readonly permissions: readonly Permission[];
  readonly functionArns: ReadonlySet<string>;
  readonly region: string;
  readonly accountId: string;
}

/** As many as CloudWatch Logs takes for a log group. */
const MAX_FILTERS = 2;

/**
 * Subscriptions of CloudWatch Logs to functions. Throws a TemplateError for another destination, for a pattern that is not
 * evaluated here, and for a function that may not be called for the log group.
 */
export function loadSubscriptions(resources: SubscriptionResources): SubscriptionDefinition[] {
  const { filters, permissions, functionArns, region, accountId } = resources;
  const counts = new Map<string, number>();
  return filters.map(({ physicalId: name, properties }) => {
    const logGroup = properties.text('LogGroupName');
    const functionArn = properties.text('DestinationArn');
    if (!functionArns.has(functionArn)) {
      throw properties.error('DestinationArn', `${functionArn} is no function of the template.`);
    }
    const sourceArn = `arn:aws:logs:${region}:${accountId}:log-group:${logGroup}:*`;
    if (!isGranted(permissions, { functionArn, principal: 'logs.amazonaws.com', sourceArn })) {
      throw properties.error('DestinationArn', `the log group has no permission to call ${functionArn}.`);
    }
    const count = (counts.get(logGroup) ?? 0) + 1;
    counts.set(logGroup, count);
    if (count > MAX_FILTERS) throw properties.error('LogGroupName', `a log group takes ${MAX_FILTERS} filters.`);
    const accepts = patternOf(properties);
    properties.finish();
    return { name, logGroup, accepts, functionArn };
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html: a field of JSON that equals a text. */
const FIELD_EQUALS = /^\{ \$\.([A-Za-z_]+) = "([^"*\\]*)" \}$/;

function patternOf(properties: Properties): (line: string) => boolean {
  const pattern = properties.text('FilterPattern');
  if (pattern === '') return () => true;
  const [, field, value] = FIELD_EQUALS.exec(pattern) ?? [];
  if (field === undefined) throw properties.error('FilterPattern', `${pattern} is not supported locally.`);
  return (line) => {
    try {
      const json: unknown = JSON.parse(line);
      return typeof json === 'object' && json !== null && (json as Record<string, unknown>)[field] === value;
    } catch {
      return false;
    }
  };
}
