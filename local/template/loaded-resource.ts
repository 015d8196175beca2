import { z } from 'zod';
import type { StackTemplate } from './assembly.ts';
import { TemplateError, type TemplatePlace } from './template-error.ts';

/** One resource of the template with its properties, all intrinsics resolved. */
export class LoadedResource {
  readonly type: string;
  readonly stack: StackTemplate;
  readonly physicalId: string;
  /** Returns the value of Fn::GetAtt. Throws a TemplateError for an attribute that is not known here. */
  readonly attribute: (name: string) => string;
  readonly #place: TemplatePlace;
  readonly #properties: unknown;

  constructor(
    place: TemplatePlace,
    properties: unknown,
    { stack, physicalId, attribute }: Pick<LoadedResource, 'stack' | 'physicalId' | 'attribute'>,
  ) {
    this.type = place.type;
    this.stack = stack;
    this.physicalId = physicalId;
    this.attribute = attribute;
    this.#place = place;
    this.#properties = properties;
  }

  /** Returns the properties. Throws a TemplateError that names those that do not fit the schema. */
  properties<S extends z.ZodType>(schema: S): z.output<S> {
    return this.part(schema, this.#properties, '');
  }

  /** Does the same for the part of the properties at `path`. */
  part<S extends z.ZodType>(schema: S, value: unknown, path: string): z.output<S> {
    const result = schema.safeParse(value, { error: whatIsWrong });
    if (result.success) return result.data;
    const wrong = result.error.issues.flatMap((issue) =>
      (issue.code === 'unrecognized_keys' ? issue.keys : [null]).map((key) => {
        const inner = z.core.toDotPath(key === null ? issue.path : [...issue.path, key]);
        return `property ${path}${path === '' || inner === '' ? '' : '.'}${inner}: ${issue.message}`;
      }),
    );
    throw new TemplateError(this.#place, wrong.join(' '));
  }

  error(path: string, what: string): TemplateError {
    return new TemplateError(this.#place, `property ${path}: ${what}`);
  }
}

/** Returns the message for an issue whose schema has none of its own. */
function whatIsWrong({ code, input, expected }: z.core.$ZodRawIssue): string {
  if (input === undefined) return 'is missing.';
  if (code === 'invalid_type') return `must be a ${expected === 'record' ? 'map' : expected}.`;
  return code === 'unrecognized_keys' || typeof input === 'object'
    ? 'is not supported locally.'
    : `${JSON.stringify(input)} is not supported locally.`;
}
