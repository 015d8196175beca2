export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the value at a dotted path, own properties only. */
export function valueAt(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      root,
    );
}

const PLACEHOLDER = /\{\$\.([\w.]+)\}/g;
const ONLY_A_PLACEHOLDER = /^\{\$\.([\w.]+)\}$/;

/**
 * Copies JSON and replaces `{$.dotted.path}` by the value at that path of `scope`. A text that is nothing but a
 * placeholder becomes the value itself, whatever its type.
 */
export function fill(template: unknown, scope: object): unknown {
  if (Array.isArray(template)) return template.map((entry) => fill(entry, scope));
  if (isJsonObject(template)) {
    return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value, scope)]));
  }
  if (typeof template !== 'string') return template;
  const [, path] = ONLY_A_PLACEHOLDER.exec(template) ?? [];
  if (path !== undefined) return valueAt(scope, path);
  return template.replace(PLACEHOLDER, (_, inner: string) => String(valueAt(scope, inner)));
}
