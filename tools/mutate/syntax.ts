import { parse } from '@babel/parser';
import { type Comment, type Node, VISITOR_KEYS } from '@babel/types';

/** What the mutators read: the text of one file, and a node with the nodes around it, outermost first. */
export interface Place {
  readonly node: Node;
  readonly ancestors: readonly Node[];
  textOf(node: Node): string;
}

/** Returns every place in a TypeScript file where code runs: no types, no imports, nothing that only makes up a message. */
export function* placesOf(code: string): Generator<Place> {
  const { program, comments } = parse(code, {
    sourceType: 'module',
    plugins: ['typescript'],
    createParenthesizedExpressions: true,
  });
  const uncommented = withoutComments(code, comments ?? []);
  const textOf = (node: Node) => uncommented.slice(startOf(node), endOf(node));
  yield* walk(program, []);

  function* walk(node: Node, ancestors: readonly Node[]): Generator<Place> {
    if (isSkipped(node, textOf)) return;
    yield { node, ancestors, textOf };
    for (const key of VISITOR_KEYS[node.type] ?? []) {
      for (const child of [node[key as keyof Node] as unknown as Node | null | (Node | null)[]].flat()) {
        if (child !== null && child !== undefined) yield* walk(child, [...ancestors, node]);
      }
    }
  }
}

/** Comments become spaces, so that a rewritten comment does not rename a mutant. */
function withoutComments(code: string, comments: readonly Comment[]): string {
  return comments.reduce((text, { start = 0, end = 0 }) => {
    return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  }, code);
}

export function startOf(node: Node): number {
  if (typeof node.start !== 'number') throw new Error(`A ${node.type} has no position.`);
  return node.start;
}

export function endOf(node: Node): number {
  if (typeof node.end !== 'number') throw new Error(`A ${node.type} has no position.`);
  return node.end;
}

/** The nearest name around a place, such as a function, a method or a constant. It survives moves of the code. */
export function enclosingName(ancestors: readonly Node[], textOf: Place['textOf']): string {
  for (const node of ancestors.toReversed()) {
    switch (node.type) {
      case 'FunctionDeclaration':
        if (node.id) return node.id.name;
        break;
      case 'ClassMethod':
      case 'ClassPrivateMethod':
      case 'ObjectMethod':
        return textOf(node.key);
      case 'VariableDeclarator':
        if (node.init?.type === 'ArrowFunctionExpression' || ancestors.length < 6) return textOf(node.id);
        break;
    }
  }
  return '';
}

const EXPRESSIONS_WITH_TYPES = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

function isSkipped(node: Node, textOf: Place['textOf']): boolean {
  if (node.type.startsWith('TS')) return !EXPRESSIONS_WITH_TYPES.has(node.type);
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return true;
  if (node.type === 'NewExpression') return textOf(node.callee).endsWith('Error');
  return isLogging(node, textOf);
}

/** Whether a call only writes a line of log: `log(…)`, `logRefusal(…)`, `console.error(…)`. */
export function isLogging(node: Node, textOf: Place['textOf']): boolean {
  return node.type === 'CallExpression' && /^(log([A-Z]\w*)?|console\.\w+)$/.test(textOf(node.callee));
}
