import type { SubscriptionDefinition } from './application.ts';
import { isGranted, type Permission } from './load-permission.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { map, text } from './schemas.ts';

export interface SubscriptionResources {
  readonly filters: readonly LoadedResource[];
  readonly permissions: readonly Permission[];
  readonly functionArns: ReadonlySet<string>;
  readonly region: string;
  readonly accountId: string;
}

const FILTER = map({ LogGroupName: text, DestinationArn: text, FilterPattern: text });

/** As many as CloudWatch Logs takes for a log group. */
const MAX_FILTERS = 2;

/**
 * Loads the subscriptions of functions to log groups. Throws a TemplateError for another destination, for a pattern that is not
 * evaluated here, and for a function that may not be called for the log group.
 */
export function loadSubscriptions(resources: SubscriptionResources): SubscriptionDefinition[] {
  const { filters, permissions, functionArns, region, accountId } = resources;
  const counts = new Map<string, number>();
  return filters.map((filter) => {
    const { LogGroupName: logGroup, DestinationArn: functionArn, FilterPattern: pattern } = filter.properties(FILTER);
    if (!functionArns.has(functionArn)) {
      throw filter.error('DestinationArn', `${functionArn} is no function of the template.`);
    }
    const sourceArn = `arn:aws:logs:${region}:${accountId}:log-group:${logGroup}:*`;
    if (!isGranted(permissions, { functionArn, principal: 'logs.amazonaws.com', sourceArn })) {
      throw filter.error('DestinationArn', `the log group has no permission to call ${functionArn}.`);
    }
    const count = (counts.get(logGroup) ?? 0) + 1;
    counts.set(logGroup, count);
    if (count > MAX_FILTERS) throw filter.error('LogGroupName', `a log group takes ${MAX_FILTERS} filters.`);
    const accepts = testOf(pattern);
    if (accepts === null) throw filter.error('FilterPattern', `${pattern} is not supported locally.`);
    return { name: filter.physicalId, logGroup, accepts, functionArn };
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html: a field of JSON that equals a text. */
const FIELD_EQUALS = /^\{ \$\.([A-Za-z_]+) = "([^"*\\]*)" \}$/;

/** Returns null for a pattern that is not evaluated here. */
function testOf(pattern: string): ((line: string) => boolean) | null {
  if (pattern === '') return () => true;
  const [, field, value] = FIELD_EQUALS.exec(pattern) ?? [];
  if (field === undefined) return null;
  return (line) => {
    try {
      const json: unknown = JSON.parse(line);
      return typeof json === 'object' && json !== null && (json as Record<string, unknown>)[field] === value;
    } catch {
      return false;
    }
  };
}
