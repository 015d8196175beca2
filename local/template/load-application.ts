import type { Application, FunctionDefinition, ResourceIdentity, TableDefinition } from './application.ts';
import { readAssembly, type StackTemplate } from './assembly.ts';
import { Resolver } from './intrinsics.ts';
import { type LoadedResource, loadApis } from './load-apis.ts';
import { loadFunction } from './load-function.ts';
import { loadTable } from './load-table.ts';
import { Properties } from './properties.ts';
import { TemplateError } from './template-error.ts';
import { TYPES_WITHOUT_LOCAL_EFFECT } from './without-local-effect.ts';

export type { Application } from './application.ts';

const API_TYPES = new Set(
  ['RestApi', 'Resource', 'Method', 'Authorizer', 'Deployment', 'Stage', 'GatewayResponse'].map(
    (type) => `AWS::ApiGateway::${type}`,
  ),
);

export interface LoadOptions {
  readonly assemblyDirectory: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Reads a cloud assembly. Throws an Error naming stack, resource and property for anything in it that the local run
 * neither reproduces nor lists as having no effect here.
 */
export function loadApplication({ assemblyDirectory, region, accountId }: LoadOptions): Application {
  const stacks = readAssembly(assemblyDirectory);
  const resolver = new Resolver({ stacks, region, accountId });
  const tables: TableDefinition[] = [];
  const functions = new Map<string, FunctionDefinition>();
  const apiResources: LoadedResource[] = [];
  const rootIds = new Map<string, string>();
  const resources: ResourceIdentity[] = [];

  for (const stack of stacks) {
    for (const [logicalId, { Type: type, Properties: raw }] of stack.resources) {
      const place = { stack: stack.name, logicalId, type };
      const physicalId = resolver.physicalId(stack, logicalId);
      resources.push({ ...place, physicalId });
      if (Object.hasOwn(TYPES_WITHOUT_LOCAL_EFFECT, type)) continue;
      const properties = new Properties(place, resolver.resolve(raw ?? {}, stack, place) as Record<string, unknown>);
      const attribute = (name: string) => String(resolver.resolve({ 'Fn::GetAtt': [logicalId, name] }, stack, place));
      if (type === 'AWS::DynamoDB::Table') {
        tables.push(loadTable(physicalId, properties));
      } else if (type === 'AWS::Lambda::Function') {
        const arn = attribute('Arn');
        functions.set(arn, loadFunction({ arn, name: physicalId }, stack, properties));
      } else if (API_TYPES.has(type)) {
        if (type === 'AWS::ApiGateway::RestApi') rootIds.set(physicalId, attribute('RootResourceId'));
        apiResources.push({ type, physicalId, properties });
      } else {
        throw new TemplateError(place, 'this resource type is not supported locally.');
      }
    }
  }
  return {
    tables,
    functions,
    apis: loadApis(apiResources, { region, accountId }, rootIds),
    resources,
    physicalIds: (type) => resources.filter((one) => one.type === type).map(({ physicalId }) => physicalId),
    outputs: new Map(stacks.map((stack) => [stack.name, outputsOf(stack, resolver)])),
  };
}

function outputsOf(stack: StackTemplate, resolver: Resolver): Map<string, string> {
  return new Map(
    [...stack.outputs].map(([key, { Value }]) => {
      const place = { stack: stack.name, logicalId: key, type: 'output' };
      return [key, String(resolver.resolve(Value, stack, place))];
    }),
  );
}
