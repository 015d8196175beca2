import { type ZodMiniType, z } from 'zod/mini';

export type JsonSchema = Readonly<Record<string, unknown>>;
type Schemas = Readonly<Record<string, ZodMiniType>>;

/** Components of what clients send: before names are trimmed and defaults put in. */
export function requestSchemas(schemas: Schemas): Record<string, JsonSchema> {
  return componentsOf(schemas, 'input');
}

/** Components of what they get. */
export function responseSchemas(schemas: Schemas): Record<string, JsonSchema> {
  return componentsOf(schemas, 'output');
}

/** Schemas that hold one another refer to one another. */
function componentsOf(schemas: Schemas, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const { schemas: converted } = z.toJSONSchema(registry, {
    target: 'draft-2020-12',
    io,
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // The pattern that comes with the format spells out the calendar; that answered times are UTC is what is left to say.
      if (jsonSchema.format === 'date-time') {
        delete jsonSchema.pattern;
        if (io === 'output') jsonSchema.pattern = 'Z$';
      }
      // Every integer that JavaScript can tell from its neighbours: no limit of these APIs.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return Object.fromEntries(
    Object.entries(converted).map(([id, { $schema: _dialect, $id: _id, id: _name, ...schema }]) => [id, schema]),
  );
}

/** The parameters of a query string, one for each field of its schema. */
export function queryParameters(schema: ZodMiniType, descriptions: Readonly<Record<string, string>>): JsonSchema[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, parameter]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    description: descriptions[name] ?? '',
    schema: parameter,
  }));
}
