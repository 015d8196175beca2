import { parsePolicy, type Statement } from '../policy/policy-document.ts';
import { PolicyError } from '../policy/policy-error.ts';
import type { RoleDefinition } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';
import type { Properties } from './properties.ts';

/** Who may take a function's role. The rest of IAM's language of principals is not needed. */
const FOR_FUNCTIONS = JSON.stringify([
  { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
]);

export interface RoleResources {
  readonly functions: readonly LoadedResource[];
  readonly roles: readonly LoadedResource[];
  readonly policies: readonly LoadedResource[];
  readonly managedPolicies: readonly LoadedResource[];
}

/**
 * The functions' roles, by function ARN. Throws a TemplateError for whatever bears on them and is not evaluated here. Other
 * roles are left out: whoever has them does nothing on this machine.
 */
export function loadRoles({ functions, roles, policies, managedPolicies }: RoleResources): Map<string, RoleDefinition> {
  const byArn = new Map(roles.map((role) => [role.attribute('Arn'), role]));
  return new Map(
    functions.map((fn) => {
      const arn = fn.properties.text('Role');
      const role = byArn.get(arn);
      if (role === undefined) throw fn.properties.error('Role', `${arn} is not in the template.`);
      const attached = (policy: LoadedResource) => policy.properties.textList('Roles').includes(role.physicalId);
      const managed = managedPolicies.find(attached);
      if (managed !== undefined) throw managed.properties.error('Roles', 'managed policies are not supported locally.');
      const statements = [...inlineStatements(role), ...policies.filter(attached).flatMap(policyStatements)];
      return [fn.attribute('Arn'), { arn, name: role.physicalId, statements }];
    }),
  );
}

function inlineStatements({ properties }: LoadedResource): Statement[] {
  const trust = properties.requiredNested('AssumeRolePolicyDocument');
  trust.expect('Version', '2012-10-17');
  const statements = trust.raw('Statement');
  if (JSON.stringify(statements) !== FOR_FUNCTIONS) {
    throw trust.error('Statement', `${JSON.stringify(statements)} is not the trust of a function's role.`);
  }
  properties.optionalText('RoleName');
  const inline = properties.nestedList('Policies').flatMap((policy) => statementsOf(policy));
  properties.finish();
  return inline;
}

function policyStatements({ properties }: LoadedResource): Statement[] {
  const statements = statementsOf(properties);
  properties.finish();
  return statements;
}

function statementsOf(policy: Properties): Statement[] {
  policy.optionalText('PolicyName');
  const document = policy.raw('PolicyDocument') ?? null;
  if (JSON.stringify(document).includes('${')) {
    throw policy.error('PolicyDocument', 'policy variables are not supported locally.');
  }
  try {
    return parsePolicy(document, { conditions: true });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw policy.error('PolicyDocument', error.message);
  }
}
