import type { ScheduleDefinition } from './application.ts';
import { isGranted, type Permission } from './load-permission.ts';
import type { LoadedResource } from './loaded-resource.ts';
import type { Properties } from './properties.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** A timer of Node's that is set for longer fires at once. */
const LONGEST_MS = 24 * 86_400_000;

export interface ScheduleResources {
  readonly rules: readonly LoadedResource[];
  readonly permissions: readonly Permission[];
  readonly functionArns: ReadonlySet<string>;
}

/**
 * The rules of EventBridge that call functions at a rate. Throws a TemplateError for a rule of another kind, and for a
 * target that the rule has no permission to call. What API Gateway may call is not held against its permissions.
 */
export function loadSchedules({ rules, permissions, functionArns }: ScheduleResources): ScheduleDefinition[] {
  return rules.map((rule) => {
    const { properties, physicalId: name } = rule;
    const arn = rule.attribute('Arn');
    properties.optionalText('Name');
    properties.expect('State', 'ENABLED');
    const everyMs = rateOf(properties);
    const targets = properties.nestedList('Targets').map((target) => {
      target.text('Id');
      const functionArn = target.text('Arn');
      if (!functionArns.has(functionArn)) throw target.error('Arn', `${functionArn} is no function of the template.`);
      if (!isGranted(permissions, { functionArn, principal: 'events.amazonaws.com', sourceArn: arn }))
        throw target.error('Arn', `the rule has no permission to call ${functionArn}.`);
      return functionArn;
    });
    properties.finish();
    return { name, arn, everyMs, functionArns: targets };
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html: one takes the singular, more the plural. */
const RATE = /^rate\((?:(1) (minute|hour|day)|([2-9]|[1-9]\d+) (minute|hour|day)s)\)$/;

function rateOf(properties: Properties): number {
  const expression = properties.text('ScheduleExpression');
  const [, one, unit, many, units] = RATE.exec(expression) ?? [];
  const everyMs = Number(one ?? many) * (UNIT_MS[unit ?? units ?? ''] ?? Number.NaN);
  if (everyMs <= LONGEST_MS) return everyMs;
  throw properties.error('ScheduleExpression', `"${expression}" is not supported locally.`);
}
