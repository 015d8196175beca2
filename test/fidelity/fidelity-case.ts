export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** An event as a function receives it: parsed JSON. */
// biome-ignore lint/suspicious/noExplicitAny: events are read by path, in any shape.
export type LambdaEvent = any;

/** What a function does with an event. `returns` is undefined for a handler that returns nothing. */
export type Behavior =
  | { readonly returns: Json | undefined }
  | { readonly returnsFor: (event: LambdaEvent) => Json }
  | { readonly throws: { readonly message: string; readonly type?: string } }
  | { readonly timesOut: true };

export interface UpstreamRoute {
  /** Path below the upstream's origin, with `{name}` where `mappings` put a value. */
  readonly path: string;
  /** `RequestParameters` of the integration. */
  readonly mappings?: Readonly<Record<string, string>>;
  /** `RequestParameters` of the method, which a mapping needs to use a parameter of the request. */
  readonly parameters?: readonly string[];
  readonly timeoutMs?: number;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  /** Name of the function behind the route; without behavior it returns 200 and its name. */
  readonly function?: string;
  readonly upstream?: UpstreamRoute;
  readonly authorized?: boolean;
}

export interface GatewayResponse {
  readonly status?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
  readonly delayMs?: number;
  /** Closes the connection instead of responding. */
  readonly hangsUp?: true;
}

export interface Api {
  readonly routes: readonly Route[];
  readonly functions?: Readonly<Record<string, Behavior>>;
  readonly authorizer?: Behavior;
  readonly gatewayResponses?: Readonly<Record<string, GatewayResponse>>;
  readonly upstream?: UpstreamResponse;
}

export interface ClientRequest {
  readonly method?: string;
  /** Sent unchanged. */
  readonly path: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
}

/** Values by dotted path; `undefined` means that the value is missing. */
export type Expected = Readonly<Record<string, Json | RegExp | undefined>>;

export interface Expectation {
  /** The local run does not support this part of a template, and must not start instead of behaving differently from AWS. */
  readonly refusedAtStart?: RegExp;
  readonly status?: number;
  /** By lower-case name; null means absent. Repeated headers are joined with `|`. */
  readonly headers?: Readonly<Record<string, string | RegExp | null>>;
  readonly json?: Json;
  readonly text?: string | RegExp;
  readonly bytes?: Uint8Array;
  /** Name of the route's function that was called; null if none was. */
  readonly called?: string | null;
  readonly event?: Expected;
  readonly authorizerEvent?: Expected;
  readonly authorizerCalled?: boolean;
  /** What the upstream received; null if nothing. Header names are in lower case. */
  readonly upstream?: Expected | null;
}

export interface FidelityCase {
  /** `group/name`, never changed: documentation may refer to it. */
  readonly id: string;
  /** What API Gateway does, as a sentence. */
  readonly fact: string;
  readonly api: Api;
  readonly request: ClientRequest;
  readonly expect: Expectation;
  /** The entry of `not-verified.ts`: AWS may behave differently, and nothing here depends on it. */
  readonly notVerified?: string;
}
