/** Thrown for a policy that is no policy, or holds an element that is not evaluated here. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

export type PolicyDecision = 'allow' | 'explicit-deny' | 'no-match';

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'Resource']);

/** Any matching Deny decides, wherever it stands; without a matching Allow nothing is allowed. */
export function evaluatePolicy(document: unknown, action: string, resource: string): PolicyDecision {
  const matching = statementsOf(document).filter(
    ({ actions, resources }) =>
      // Actions are compared without regard to case, resources with it.
      actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      resources.some((pattern) => matches(pattern, resource)),
  );
  if (matching.some(({ effect }) => effect === 'Deny')) return 'explicit-deny';
  return matching.length > 0 ? 'allow' : 'no-match';
}

/** `*` stands for any number of characters, `?` for one; everything else for itself, from the first to the last. */
function matches(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const expression = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function statementsOf(document: unknown): Statement[] {
  if (!isRecord(document)) throw new PolicyError('The policy document is not an object.');
  const { Version, Statement: statements, ...more } = document;
  const [foreign] = Object.keys(more).filter((key) => key !== 'Id');
  if (foreign !== undefined) throw new PolicyError(`The policy element ${foreign} is not supported.`);
  if (Version !== undefined && Version !== '2012-10-17') throw new PolicyError('Only version 2012-10-17 is supported.');
  const list = Array.isArray(statements) ? statements : [statements];
  if (list.length === 0) throw new PolicyError('The policy has no statement.');
  return list.map(statementOf);
}

function statementOf(statement: unknown): Statement {
  if (!isRecord(statement)) throw new PolicyError('A statement is not an object.');
  const foreign = Object.keys(statement).find((key) => !ELEMENTS.has(key));
  if (foreign !== undefined) throw new PolicyError(`The statement element ${foreign} is not supported.`);
  const { Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError('Effect must be Allow or Deny.');
  return { effect, actions: textsOf(statement, 'Action'), resources: textsOf(statement, 'Resource') };
}

function textsOf(statement: Record<string, unknown>, element: string): string[] {
  const value = statement[element];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== 'string' || item === '') throw new PolicyError(`${element} must be a text or a list of texts.`);
    return item;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
