import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RouteDefinition } from '../../local/template/application.ts';
import { PROJECT_DIRECTORY } from '../../tools/client/run-process.ts';

/** Longer than a name may be: a display name is stored and returned as its author wrote it. */
const MORE_THAN_A_NAME = 65;

interface Schema {
  readonly $ref?: string;
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const DOCUMENTS = [
  ['/management/v1', documentIn('management-api.json')],
  ['/api/v2', documentIn('partner-api.json')],
] as const;

function documentIn(file: string): Document {
  return JSON.parse(readFileSync(join(PROJECT_DIRECTORY, 'docs', 'openapi', file), 'utf8'));
}

/** Returns one body for each alternative of the route's schema, with the credential in every field. */
export function documentedBodies({ resourcePath, httpMethod }: RouteDefinition, credential: string): object[] {
  return DOCUMENTS.flatMap(([base, document]) => {
    if (!resourcePath.startsWith(base)) return [];
    const content = document.paths[resourcePath.slice(base.length)]?.[httpMethod.toLowerCase()]?.requestBody?.content;
    return Object.values(content ?? {}).flatMap(({ schema }) =>
      alternativesOf(document, schema).map((one) => filled(document, one, credential)),
    );
  }).filter((body) => typeof body === 'object');
}

function alternativesOf(document: Document, schema: Schema): readonly Schema[] {
  const { $ref, anyOf, oneOf } = schema;
  const named = $ref === undefined ? undefined : document.components.schemas[$ref.split('/').at(-1) ?? ''];
  if (named !== undefined) return alternativesOf(document, named);
  const alternatives = anyOf ?? oneOf;
  return alternatives === undefined ? [schema] : alternatives.flatMap((one) => alternativesOf(document, one));
}

function filled(document: Document, schema: Schema, credential: string, name = ''): object | string {
  const [one = schema] = alternativesOf(document, schema);
  if (one.properties !== undefined) {
    const fields = Object.entries(one.properties);
    return Object.fromEntries(fields.map(([field, of]) => [field, filled(document, of, credential, field)]));
  }
  if (one.const !== undefined) return one.const;
  if (one.items !== undefined) return [filled(document, one.items, credential)];
  return name === 'name' ? `${credential} `.padEnd(MORE_THAN_A_NAME, '-') : credential;
}
