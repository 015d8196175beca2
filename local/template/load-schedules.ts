import { z } from 'zod';
import type { ScheduleDefinition } from './application.ts';
import { isGranted, type Permission } from './load-permission.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, only, text } from './schemas.ts';
import { DESCRIPTIVE } from './without-local-effect.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** A longer timer of Node's fires at once. */
const LONGEST_MS = 24 * 86_400_000;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html: one takes the singular, more the plural. */
const RATE = /^rate\((?:(1) (minute|hour|day)|([2-9]|[1-9]\d+) (minute|hour|day)s)\)$/;

const RULE = map({
  Name: text.optional(),
  State: only('ENABLED'),
  ScheduleExpression: text,
  Targets: z
    .array(
      map({
        Id: text,
        Arn: text,
        ...ignored('Concerns events that do not reach a function; here each one does.', 'RetryPolicy'),
      }),
    )
    .default([]),
  ...ignored(DESCRIPTIVE, 'Description', 'Tags'),
});

export interface ScheduleResources {
  readonly rules: readonly LoadedResource[];
  readonly permissions: readonly Permission[];
  readonly functionArns: ReadonlySet<string>;
}

/**
 * Loads the rules of EventBridge that call functions at a rate. Throws a TemplateError for a rule of another kind, and
 * for a target that the rule has no permission to call.
 */
export function loadSchedules({ rules, permissions, functionArns }: ScheduleResources): ScheduleDefinition[] {
  return rules.map((rule) => {
    const { ScheduleExpression: expression, Targets } = rule.properties(RULE);
    const everyMs = rateOf(expression);
    if (everyMs === null) throw rule.error('ScheduleExpression', `"${expression}" is not supported locally.`);
    const arn = rule.attribute('Arn');
    const targets = Targets.map(({ Arn: functionArn }, index) => {
      const path = `Targets[${index}].Arn`;
      if (!functionArns.has(functionArn)) throw rule.error(path, `${functionArn} is no function of the template.`);
      if (!isGranted(permissions, { functionArn, principal: 'events.amazonaws.com', sourceArn: arn })) {
        throw rule.error(path, `the rule has no permission to call ${functionArn}.`);
      }
      return functionArn;
    });
    return { name: rule.physicalId, arn, everyMs, functionArns: targets };
  });
}

function rateOf(expression: string): number | null {
  const [, one, unit, many, units] = RATE.exec(expression) ?? [];
  const everyMs = Number(one ?? many) * (UNIT_MS[unit ?? units ?? ''] ?? Number.NaN);
  return everyMs <= LONGEST_MS ? everyMs : null;
}
