export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** An event as a function gets it: parsed JSON. */
// biome-ignore lint/suspicious/noExplicitAny: events are looked into by path, in whatever shape the gateway gives them.
export type LambdaEvent = any;

/** What a function does with an event. `answers` may be undefined, as a handler that returns nothing. */
export type Behavior =
  | { readonly answers: Json | undefined }
  | { readonly answersTo: (event: LambdaEvent) => Json }
  | { readonly throws: { readonly message: string; readonly type?: string } }
  | { readonly timesOut: true };

export interface UpstreamRoute {
  /** Path below the upstream's origin, with `{name}` for what `mappings` put in. */
  readonly path: string;
  /** As `RequestParameters` of the integration. */
  readonly mappings?: Readonly<Record<string, string>>;
  /** As `RequestParameters` of the method, without which a mapping cannot name a request's parameter. */
  readonly parameters?: readonly string[];
  readonly timeoutMs?: number;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  /** Name of the function behind the route; without behavior it answers 200 and its name. */
  readonly function?: string;
  readonly upstream?: UpstreamRoute;
  readonly authorized?: boolean;
}

export interface GatewayResponse {
  readonly status?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
  readonly delayMs?: number;
  /** Ends the connection instead of answering. */
  readonly hangsUp?: true;
}

export interface Api {
  readonly routes: readonly Route[];
  readonly functions?: Readonly<Record<string, Behavior>>;
  readonly authorizer?: Behavior;
  readonly gatewayResponses?: Readonly<Record<string, GatewayResponse>>;
  readonly upstream?: UpstreamAnswer;
}

export interface ClientRequest {
  readonly method?: string;
  /** Sent as it stands. */
  readonly path: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
}

/** Values by dotted path; `undefined` means that nothing is there. */
export type Expected = Readonly<Record<string, Json | RegExp | undefined>>;

export interface Expectation {
  /** The local run does not know this part of a template: it must not start, rather than do something else than AWS. */
  readonly refusedAtStart?: RegExp;
  readonly status?: number;
  /** By lower-case name; null means absent. Repeated headers are joined with `|`. */
  readonly headers?: Readonly<Record<string, string | RegExp | null>>;
  readonly json?: Json;
  readonly text?: string | RegExp;
  readonly bytes?: Uint8Array;
  /** Name of the route's function that was called; null: none was. */
  readonly called?: string | null;
  readonly event?: Expected;
  readonly authorizerEvent?: Expected;
  readonly authorizerCalled?: boolean;
  /** What the upstream received; null: nothing. Header names in lower case. */
  readonly upstream?: Expected | null;
}

export interface FidelityCase {
  /** `group/what`, never changed: documentation may refer to it. */
  readonly id: string;
  /** What API Gateway does, as a sentence. */
  readonly fact: string;
  readonly api: Api;
  readonly request: ClientRequest;
  readonly expect: Expectation;
  /** The entry of `not-verified.ts` that this pins: AWS may do otherwise, and nothing here depends on it. */
  readonly notVerified?: string;
}
