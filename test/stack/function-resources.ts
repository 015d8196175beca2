import { expect } from '@jest/globals';
import { readable } from './readable.ts';
import { resourcesOfType, type SynthesizedStacks, type TemplateResource } from './synthesized-stacks.ts';

/** The functions of this project: CDK brings one of its own, which puts the hub's files into their bucket. */
export function ownFunctions({ service }: SynthesizedStacks): TemplateResource['Properties'][] {
  return resourcesOfType(service, 'AWS::Lambda::Function')
    .filter(([id]) => !id.startsWith('CustomCDKBucketDeployment'))
    .map(([, { Properties }]) => Properties);
}

/** The one function that is described so: `Partner API: POST /token`. */
export function functionDescribed(stacks: SynthesizedStacks, description: string): TemplateResource['Properties'] {
  const [match, ...more] = ownFunctions(stacks).filter(({ Description }) => Description === description);
  if (match === undefined || more.length > 0) throw new Error(`No single function is described by ${description}.`);
  return match;
}

/** What a function is told, by the names of environment variables. */
export function environmentOf(stacks: SynthesizedStacks, description: string): Record<string, string> {
  const variables: Record<string, unknown> = functionDescribed(stacks, description).Environment?.Variables ?? {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, readable(value, stacks)]));
}

/** What a function's role may do, in order: every action with what it may be done to and under which condition. */
export function grantsOf(stacks: SynthesizedStacks, description: string): string[] {
  const { Role, LoggingConfig } = functionDescribed(stacks, description);
  const roleId: string = Role['Fn::GetAtt'][0];
  const role = stacks.service.Resources[roleId]?.Properties;
  expect(role).not.toHaveProperty('ManagedPolicyArns');
  expect(role).not.toHaveProperty('Policies');
  const ownLogs = readable({ 'Fn::GetAtt': [LoggingConfig.LogGroup.Ref, 'Arn'] }, stacks);
  return resourcesOfType(stacks.service, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => JSON.stringify(Properties.Roles).includes(`"${roleId}"`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource, Condition, ...more }) => {
      expect({ Effect, more }).toEqual({ Effect: 'Allow', more: {} });
      const condition = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
      return [Action]
        .flat()
        .flatMap((action) => [Resource].flat().map((one) => `${action} on ${readable(one, stacks)}${condition}`));
    })
    .map((grant) => grant.replace(ownLogs, '<own logs>'))
    .toSorted();
}

/** The one rule that calls the function, with everybody who may call that. */
export function scheduleOf(stacks: SynthesizedStacks, description: string) {
  const { service } = stacks;
  const isIt = (arn: { readonly 'Fn::GetAtt': readonly [string, string] }) =>
    service.Resources[arn['Fn::GetAtt'][0]]?.Properties.Description === description;
  const [rule, ...more] = resourcesOfType(service, 'AWS::Events::Rule').filter(([, { Properties }]) =>
    Properties.Targets.some(({ Arn }: { Arn: Parameters<typeof isIt>[0] }) => isIt(Arn)),
  );
  if (rule === undefined || more.length > 0) throw new Error(`No single rule calls ${description}.`);
  const [id, { Properties: properties }] = rule;
  const permissions = resourcesOfType(service, 'AWS::Lambda::Permission')
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName }) => isIt(FunctionName));
  return { id, properties, permissions };
}

/** The condition of grants that are held to records whose partition keys match one of these. */
export function keysBegin(...patterns: string[]): string {
  return JSON.stringify({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns } });
}
