import { z } from 'zod';
import { PolicyError } from '../policy/conditions.ts';
import { parsePolicy, type Statement } from '../policy/policy-document.ts';
import type { RoleDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, only, text, texts } from './schemas.ts';
import { DESCRIPTIVE } from './without-local-effect.ts';

/** Who may take a function's role. The rest of IAM's language of principals is not needed. */
const FOR_FUNCTIONS = JSON.stringify([
  { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
]);

/** The policy's own parser judges it. */
const POLICY_DOCUMENT = z
  .unknown()
  .optional()
  .refine(
    (document) => !String(JSON.stringify(document)).includes('${'),
    'policy variables are not supported locally.',
  );
const ROLE = map({
  RoleName: text.optional(),
  AssumeRolePolicyDocument: map({
    Version: only('2012-10-17'),
    Statement: z
      .unknown()
      .refine((statements) => JSON.stringify(statements) === FOR_FUNCTIONS, "is not the trust of a function's role."),
  }),
  Policies: z.array(map({ PolicyName: text.optional(), PolicyDocument: POLICY_DOCUMENT })).default([]),
  ...ignored(DESCRIPTIVE, 'Description', 'Tags'),
});
const POLICY = map({ PolicyName: text.optional(), PolicyDocument: POLICY_DOCUMENT, Roles: texts.default([]) });
const ATTACHED = z.looseObject({ Roles: texts.default([]) });
const OF_A_ROLE = z.looseObject({ Role: text });

export interface RoleResources {
  readonly functions: readonly LoadedResource[];
  readonly roles: readonly LoadedResource[];
  readonly policies: readonly LoadedResource[];
  readonly managedPolicies: readonly LoadedResource[];
}

/**
 * Loads the functions' roles, by function ARN. Throws a TemplateError for whatever bears on them and is not evaluated
 * here. Ignores other roles, which nothing on this machine has.
 */
export function loadRoles({ functions, roles, policies, managedPolicies }: RoleResources): Map<string, RoleDefinition> {
  const byArn = new Map(roles.map((role) => [role.attribute('Arn'), role]));
  return new Map(
    functions.map((fn) => {
      const { Role: arn } = fn.properties(OF_A_ROLE);
      const role = byArn.get(arn);
      if (role === undefined) throw fn.error('Role', `${arn} is not in the template.`);
      const isAttached = (policy: LoadedResource) => policy.properties(ATTACHED).Roles.includes(role.physicalId);
      const managed = managedPolicies.find(isAttached);
      if (managed !== undefined) throw managed.error('Roles', 'managed policies are not supported locally.');
      const inline = role
        .properties(ROLE)
        .Policies.map(({ PolicyDocument }, index) =>
          statementsOf(role, PolicyDocument, `Policies[${index}].PolicyDocument`),
        );
      const attached = policies
        .filter(isAttached)
        .map((policy) => statementsOf(policy, policy.properties(POLICY).PolicyDocument, 'PolicyDocument'));
      return [fn.attribute('Arn'), { arn, name: role.physicalId, statements: [...inline, ...attached].flat() }];
    }),
  );
}

function statementsOf(resource: LoadedResource, document: unknown, path: string): readonly Statement[] {
  try {
    return parsePolicy(document, { conditions: true });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw resource.error(path, error.message);
  }
}
