import type { IncomingHttpHeaders } from 'node:http';
import type { PartnerData } from './data/records.ts';
import type { Answer } from './envelope.ts';
import type { JsonObject } from './request-body.ts';

/** One call as a route sees it: the partner is known, the body is read. */
export interface Call {
  readonly partner: PartnerData;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The parsed body; `{}` where the method or the media type carries no JSON. */
  readonly input: JsonObject;
  /** The path parameter of this name; asking for one that the route does not have is a defect. */
  param(name: string): string;
}

export type Handle = (call: Call) => Answer | Promise<Answer>;

export interface Route {
  readonly method: string;
  readonly segments: readonly string[];
  readonly handle: Handle;
}

export interface Match {
  readonly handle: Handle;
  param(name: string): string;
}

/** `path` is relative to the partner; a segment in braces is a parameter. */
export function route(method: string, path: string, handle: Handle): Route {
  return { method, segments: path.split('/').filter((segment) => segment !== ''), handle };
}

/** Null when no route has this method and path. */
export function match(routes: readonly Route[], method: string, segments: readonly string[]): Match | null {
  for (const { method: routeMethod, segments: pattern, handle } of routes) {
    if (routeMethod !== method || pattern.length !== segments.length) continue;
    const parameters = new Map<string, string>();
    const fits = pattern.every((expected, index) => {
      const actual = segments[index];
      if (actual === undefined || !expected.startsWith('{')) return actual === expected;
      parameters.set(expected.slice(1, -1), actual);
      return true;
    });
    if (!fits) continue;
    return {
      handle,
      param: (name) => {
        const value = parameters.get(name);
        if (value === undefined) throw new Error(`The route has no parameter ${name}.`);
        return value;
      },
    };
  }
  return null;
}
