import type { PolicyRequest } from '../policy/policy-document.ts';

/** What a request to a service has to be allowed: each of these. */
export type Permissions = readonly [PolicyRequest, ...PolicyRequest[]];

export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  /** What the JSON protocols name the operation with, or empty. */
  readonly target: string;
  /** The JSON object of the body; empty where there is none. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Answers null for a request of which it is not known here what it has to be allowed. */
export type PermissionsFor = (request: ServiceRequest) => Permissions | null;

/** Where the template's resources are. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** null for an empty list, which allows nothing. */
export function permissions(list: readonly PolicyRequest[]): Permissions | null {
  const [first, ...more] = list;
  return first === undefined ? null : [first, ...more];
}
