import type { PolicyRequest } from '../policy/policy-document.ts';

/** The permissions that a request to a service needs, all of them. */
export type Permissions = readonly [PolicyRequest, ...PolicyRequest[]];

export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  /** The header that names the operation in the JSON protocols, or empty. */
  readonly target: string;
  /** The JSON object in the body; empty if there is none. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Returns null for a request whose permissions are not known here: it is refused. */
export type PermissionsFor = (request: ServiceRequest) => Permissions | null;

/** The account and Region of the template's resources. */
export interface Environment {
  readonly region: string;
  readonly accountId: string;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns null for an empty list, which would allow everything. */
export function permissions(list: readonly PolicyRequest[]): Permissions | null {
  const [first, ...more] = list;
  return first === undefined ? null : [first, ...more];
}
