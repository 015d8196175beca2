import { FUNCTION_NAMES, type FunctionName } from '../../lib/functions/function-names.ts';
import { parsePolicy, type Statement } from '../../local/policy/policy-document.ts';
import { readable } from './readable.ts';
import { resourcesOfType, type StackTemplate, type SynthesizedStacks } from './synthesized-stacks.ts';

/** The statements of each function's role, with references in resources as readable text. */
export function functionPolicies(stacks: SynthesizedStacks): Map<FunctionName, Statement[]> {
  return new Map([stacks.records, stacks.service].flatMap((template) => policiesIn(template, stacks)));
}

function policiesIn(template: StackTemplate, stacks: SynthesizedStacks): [FunctionName, Statement[]][] {
  return resourcesOfType(template, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
    const name = nameOf(Properties.Code.S3Key, stacks);
    if (name === null) return [];
    const role: string = Properties.Role['Fn::GetAtt'][0];
    const statements = resourcesOfType(template, 'AWS::IAM::Policy')
      .filter(([, policy]) => JSON.stringify(policy.Properties.Roles).includes(`"${role}"`))
      .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
      .flatMap(({ Resource, ...more }) => ({
        ...more,
        Resource: [Resource].flat().map((one) => readable(one, stacks, template)),
      }));
    return [[name, statements.length === 0 ? [] : parsePolicy({ Statement: statements }, { conditions: true })]];
  });
}

/** The bundles of stack tests are stubs that hold the name of their function; null for CDK's own functions. */
function nameOf(s3Key: string, stacks: SynthesizedStacks): FunctionName | null {
  const code = stacks.assets[String(s3Key).replace(/\.zip$/, '')]?.['index.mjs'];
  const name = /=> '([\w-]+)'/.exec(code ?? '')?.[1];
  return FUNCTION_NAMES.find((one) => one === name) ?? null;
}
