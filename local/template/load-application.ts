import type { Application } from './application.ts';
import { readAssembly, type StackTemplate } from './assembly.ts';
import { Resolver } from './intrinsics.ts';
import { loadApis } from './load-apis.ts';
import { deployerOf } from './load-bucket-deployment.ts';
import { loadEventSourceMappings } from './load-event-source-mappings.ts';
import { loadFunction } from './load-function.ts';
import { HUB_TYPES, loadHub } from './load-hub.ts';
import { loadPermission } from './load-permission.ts';
import { loadQueue } from './load-queue.ts';
import { loadRoles } from './load-roles.ts';
import { loadSchedules } from './load-schedules.ts';
import { loadSubscriptions } from './load-subscriptions.ts';
import { loadTable } from './load-table.ts';
import { loadUserPools } from './load-user-pool.ts';
import { LoadedResource } from './loaded-resource.ts';
import { TemplateError } from './template-error.ts';
import { TYPES_WITHOUT_LOCAL_EFFECT } from './without-local-effect.ts';

export type { Application } from './application.ts';

const TYPES: ReadonlySet<string> = new Set([
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::SubscriptionFilter',
  'AWS::SQS::Queue',
  ...['RestApi', 'Resource', 'Method', 'Authorizer', 'Deployment', 'Stage', 'GatewayResponse'].map(
    (type) => `AWS::ApiGateway::${type}`,
  ),
  ...HUB_TYPES,
]);

export interface LoadOptions {
  readonly assemblyDirectory: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Reads a cloud assembly. Throws an Error that names stack, resource and property for anything that the local run
 * neither emulates nor ignores for a listed reason.
 */
export function loadApplication({ assemblyDirectory, region, accountId }: LoadOptions): Application {
  const stacks = readAssembly(assemblyDirectory);
  const resolver = new Resolver({ stacks, region, accountId });
  const resources = stacks.flatMap((stack) =>
    [...stack.resources].map(([logicalId, { Type: type }]) => ({
      stack: stack.name,
      logicalId,
      type,
      physicalId: resolver.physicalId(stack, logicalId),
    })),
  );
  const loaded = stacks.flatMap((stack) => loadResources(stack, resolver));
  const ofType = (type: string) => loaded.filter((resource) => resource.type === type);
  // The local run reads the files itself and runs none of the functions that unpack them.
  const deployers = new Set(ofType('Custom::CDKBucketDeployment').map(deployerOf));
  const functions = ofType('AWS::Lambda::Function').filter((one) => !deployers.has(one.attribute('Arn')));
  const functionsByArn = new Map(functions.map((one) => [one.attribute('Arn'), loadFunction(one)]));
  const queues = ofType('AWS::SQS::Queue').map(loadQueue);
  const functionArns = new Set(functionsByArn.keys());
  const permissions = ofType('AWS::Lambda::Permission').map(loadPermission);
  return {
    tables: ofType('AWS::DynamoDB::Table').map(loadTable),
    functions: functionsByArn,
    queues,
    eventSourceMappings: loadEventSourceMappings({
      mappings: ofType('AWS::Lambda::EventSourceMapping'),
      tables: ofType('AWS::DynamoDB::Table'),
      queues,
      functions: functionsByArn,
    }),
    roles: loadRoles({
      functions,
      roles: ofType('AWS::IAM::Role'),
      policies: ofType('AWS::IAM::Policy'),
      managedPolicies: ofType('AWS::IAM::ManagedPolicy'),
    }),
    schedules: loadSchedules({ rules: ofType('AWS::Events::Rule'), permissions, functionArns }),
    subscriptions: loadSubscriptions({
      filters: ofType('AWS::Logs::SubscriptionFilter'),
      permissions,
      functionArns,
      region,
      accountId,
    }),
    userPools: loadUserPools({ pools: ofType('AWS::Cognito::UserPool'), permissions, functionArns }),
    apis: loadApis(loaded, { region, accountId }),
    ...loadHub(ofType, { region, accountId }),
    resources,
    physicalIds: (type) => resources.filter((one) => one.type === type).map(({ physicalId }) => physicalId),
    outputs: new Map(stacks.map((stack) => [stack.name, outputsOf(stack, resolver)])),
  };
}

function loadResources(stack: StackTemplate, resolver: Resolver): LoadedResource[] {
  return [...stack.resources].flatMap(([logicalId, { Type: type, Properties: raw }]) => {
    if (Object.hasOwn(TYPES_WITHOUT_LOCAL_EFFECT, type)) return [];
    const place = { stack: stack.name, logicalId, type };
    if (!TYPES.has(type)) throw new TemplateError(place, 'this resource type is not supported locally.');
    return [
      new LoadedResource(place, resolver.resolve(raw ?? {}, stack, place), {
        stack,
        physicalId: resolver.physicalId(stack, logicalId),
        attribute: (name) => String(resolver.resolve({ 'Fn::GetAtt': [logicalId, name] }, stack, place)),
      }),
    ];
  });
}

function outputsOf(stack: StackTemplate, resolver: Resolver): Map<string, string> {
  return new Map(
    [...stack.outputs].map(([key, { Value }]) => {
      const place = { stack: stack.name, logicalId: key, type: 'output' };
      return [key, String(resolver.resolve(Value, stack, place))];
    }),
  );
}
