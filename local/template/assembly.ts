import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One stack of a cloud assembly, as its files have it. */
export interface StackTemplate {
  readonly name: string;
  readonly resources: ReadonlyMap<string, ResourceTemplate>;
  readonly outputs: ReadonlyMap<string, OutputTemplate>;
  /** Object key in the assets bucket → directory in the assembly. */
  readonly assetDirectories: ReadonlyMap<string, string>;
}

export interface ResourceTemplate {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface OutputTemplate {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
}

/** Conditions and Rules ask only for CDK's bootstrap and metadata; see the checks below. */
const SECTIONS = new Set(['Description', 'Resources', 'Outputs', 'Parameters', 'Rules', 'Conditions', 'Metadata']);
/** Except for `Condition`, the attributes say how CloudFormation proceeds, not what the resource is. */
const RESOURCE_ATTRIBUTES = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'UpdateReplacePolicy',
  'DeletionPolicy',
  'Metadata',
]);

/** Reads every stack of the assembly. Throws an Error that names the stack for a section that is not supported. */
export function readAssembly(directory: string): StackTemplate[] {
  const { artifacts } = readJson(join(directory, 'manifest.json')) as { artifacts: Record<string, Artifact> };
  return Object.entries(artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => readStack(directory, id, properties));
}

interface Artifact {
  readonly type: string;
  readonly properties: { readonly templateFile: string; readonly stackName?: string };
}

function readStack(directory: string, id: string, properties: Artifact['properties']): StackTemplate {
  const name = properties.stackName ?? id;
  const template = readJson(join(directory, properties.templateFile)) as Record<string, Record<string, unknown>>;
  for (const section of Object.keys(template)) {
    if (!SECTIONS.has(section)) throw new Error(`Stack ${name}: the section ${section} is not supported locally.`);
  }
  for (const parameter of Object.keys(template.Parameters ?? {})) {
    if (parameter !== 'BootstrapVersion') {
      throw new Error(`Stack ${name}: the parameter ${parameter} is not supported locally.`);
    }
  }
  for (const rule of Object.keys(template.Rules ?? {})) {
    if (rule !== 'CheckBootstrapVersion') throw new Error(`Stack ${name}: the rule ${rule} is not supported locally.`);
  }
  const resources = Object.entries(template.Resources ?? {}) as [string, ResourceTemplate][];
  for (const [logicalId, resource] of resources) {
    const foreign = Object.keys(resource).find((attribute) => !RESOURCE_ATTRIBUTES.has(attribute));
    if (foreign !== undefined && resource.Type !== 'AWS::CDK::Metadata') {
      throw new Error(
        `Stack ${name}, ${logicalId} (${resource.Type}): the attribute ${foreign} is not supported locally.`,
      );
    }
  }
  return {
    name,
    resources: new Map(resources),
    outputs: new Map(Object.entries(template.Outputs ?? {}) as [string, OutputTemplate][]),
    assetDirectories: readAssets(directory, id),
  };
}

function readAssets(directory: string, id: string): Map<string, string> {
  const file = join(directory, `${id}.assets.json`);
  const assets = new Map<string, string>();
  if (!existsSync(file)) return assets;
  const { files } = readJson(file) as { files: Record<string, AssetFile> };
  for (const { source, destinations } of Object.values(files)) {
    if (source.packaging !== 'zip' || source.path === undefined) continue;
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(directory, source.path));
  }
  return assets;
}

interface AssetFile {
  readonly source: { readonly path?: string; readonly packaging?: string };
  readonly destinations: Record<string, { readonly objectKey: string }>;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
