import type { RouteDefinition } from '../template/application.ts';

export interface RouteMatch {
  readonly route: RouteDefinition;
  /** As sent in the path, still encoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

export type Router = (httpMethod: string, path: string) => RouteMatch | null;

interface Node {
  readonly methods: Map<string, RouteDefinition>;
  readonly fixed: Map<string, Node>;
  readonly single: Map<string, Node>;
  readonly greedy: Map<string, Node>;
}

/**
 * Creates a router. Fixed segments take precedence over `{parameter}`, which takes precedence over `{proxy+}`; if a resource
 * lacks the method, the next one is tried. One trailing slash is ignored. Segments are compared as sent, and an empty one is
 * a segment, so that the authorizer sees such paths.
 */
export function createRouter(routes: readonly RouteDefinition[]): Router {
  const root = node();
  for (const route of routes) {
    let at = root;
    for (const part of segmentsOf(route.resourcePath)) at = childOf(at, part);
    at.methods.set(route.httpMethod, route);
  }
  return (httpMethod, path) => find(root, httpMethod, segmentsOf(path), 0);
}

function node(): Node {
  return { methods: new Map(), fixed: new Map(), single: new Map(), greedy: new Map() };
}

function childOf(parent: Node, part: string): Node {
  const [, name, plus] = /^\{([^}+]+)(\+?)\}$/.exec(part) ?? [];
  const children = name === undefined ? parent.fixed : plus === '' ? parent.single : parent.greedy;
  const key = name ?? part;
  const child = children.get(key) ?? node();
  children.set(key, child);
  return child;
}

function segmentsOf(path: string): string[] {
  const inner = path.replace(/^\//, '').replace(/\/$/, '');
  return inner === '' ? [] : inner.split('/');
}

function find(at: Node, httpMethod: string, segments: readonly string[], index: number): RouteMatch | null {
  const segment = segments[index];
  if (segment === undefined) return endAt(at, httpMethod);
  const fixed = at.fixed.get(segment);
  const found = fixed === undefined ? null : find(fixed, httpMethod, segments, index + 1);
  if (found !== null) return found;
  for (const [name, child] of at.single) {
    const match = find(child, httpMethod, segments, index + 1);
    if (match !== null) return withParameter(match, name, segment);
  }
  for (const [name, child] of at.greedy) {
    const match = endAt(child, httpMethod);
    if (match !== null) return withParameter(match, name, segments.slice(index).join('/'));
  }
  return null;
}

function endAt({ methods }: Node, httpMethod: string): RouteMatch | null {
  const route = methods.get(httpMethod) ?? methods.get('ANY');
  return route === undefined ? null : { route, pathParameters: {} };
}

function withParameter({ route, pathParameters }: RouteMatch, name: string, value: string): RouteMatch {
  return { route, pathParameters: { [name]: value, ...pathParameters } };
}
