import { join } from 'node:path';

export const PROJECT = join(import.meta.dirname, '..', '..');
/** What the stub pages of the hub consist of. */
export const HUB_FILES = { 'index.html': '<!doctype html><title>Hub</title>', 'assets/main-0A1B2C3D.js': '0;' };
export const UPSTREAM_URL = 'https://partner-api.example.com/base';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any form, and the assertions are the check of it.
type Properties = Record<string, any>;

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface SynthesizedStacks {
  readonly records: StackTemplate;
  readonly service: StackTemplate;
  readonly recordsTerminationProtection: boolean;
  /** Warnings of the synth. */
  readonly warnings: readonly string[];
  /** Files of an asset, path to text, by the asset's hash. */
  readonly assets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Fetches both stacks for these values. Each set of values is synthesized once a test run, whoever asks. */
export async function synthesizeStacks(values: Readonly<Record<string, unknown>> = {}): Promise<SynthesizedStacks> {
  const response = await fetch(String(process.env.SYNTHESIZER), { method: 'POST', body: JSON.stringify(values) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as SynthesizedStacks;
}

export function resourcesOfType(template: StackTemplate, type: string): [id: string, resource: TemplateResource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

export function onlyResource(template: StackTemplate, type: string): [id: string, resource: TemplateResource] {
  const [first, ...more] = resourcesOfType(template, type);
  if (first === undefined || more.length > 0) throw new Error(`The template must hold exactly one ${type}.`);
  return first;
}

/** The resource whose logical ID is `name` and a hash. */
export function resourceNamed(template: StackTemplate, name: string): TemplateResource {
  const found = Object.entries(template.Resources).find(([id]) => id.replace(/[0-9A-F]{8}$/, '') === name);
  if (found === undefined) throw new Error(`There is no resource ${name}.`);
  return found[1];
}
