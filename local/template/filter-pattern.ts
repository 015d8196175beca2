/** Patterns of event filtering: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax */

export interface FilterPattern {
  matches(record: unknown): boolean;
}

/** A malformed pattern, or one with an operator that is not emulated. */
export class FilterPatternError extends Error {}

/** Parses lists of exact texts and prefixes, one of which must match. Throws a FilterPatternError for everything else. */
export function parseFilterPattern(text: string): FilterPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    throw new FilterPatternError(`"${text}" is no JSON.`, { cause: error });
  }
  return { matches: matcherOf(pattern, '') };
}

type Matcher = (value: unknown) => boolean;

function matcherOf(pattern: unknown, path: string): Matcher {
  if (Array.isArray(pattern)) {
    const alternatives = pattern.map((rule) => ruleOf(rule, path));
    if (alternatives.length === 0) throw new FilterPatternError(`${path}: the list of values is empty.`);
    return (value) => alternatives.some((matches) => matches(value));
  }
  if (!isRecord(pattern)) throw new FilterPatternError(`${path || 'The pattern'} must be a list or an object.`);
  const fields = Object.entries(pattern).map(([name, inner]): [string, Matcher] => {
    if (name.startsWith('$')) throw new FilterPatternError(`${path}: ${name} is not supported locally.`);
    return [name, matcherOf(inner, path === '' ? name : `${path}.${name}`)];
  });
  if (fields.length === 0) throw new FilterPatternError(`${path || 'The pattern'} is empty.`);
  return (value) => isRecord(value) && fields.every(([name, matches]) => matches(value[name]));
}

function ruleOf(rule: unknown, path: string): Matcher {
  if (typeof rule === 'string') return (value) => value === rule;
  if (isRecord(rule) && Object.keys(rule).join() === 'prefix' && typeof rule.prefix === 'string') {
    const { prefix } = rule;
    return (value) => typeof value === 'string' && value.startsWith(prefix);
  }
  throw new FilterPatternError(`${path}: ${JSON.stringify(rule)} is not supported locally.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
