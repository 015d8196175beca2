import type { PartnerApiCode } from '../../lambdas/contract/errors.ts';
import type { ProblemCode } from '../../lambdas/contract/problems.ts';
import { RESPONSE_HEADERS } from '../../lambdas/contract/response-headers.ts';
import type { HttpResponse } from '../client/http.ts';
import type { VerifyTarget } from './target.ts';
import type { TestPartner } from './test-partner.ts';

export interface VerifyContext {
  readonly target: VerifyTarget;
  readonly partner: TestPartner;
  readonly options: VerifyOptions;
  /** ID token of the partner's user; null if nobody is signed in. */
  readonly idToken: string | null;
}

export interface VerifyOptions {
  /** Path below `/partners/{partner_id}` where the upstream returns the headers it received. */
  readonly echo: string | null;
  /** Origin of the upstream, to check that it refuses calls without the client certificate. */
  readonly upstream: string | null;
  /** The IP address from which this machine reaches the internet. */
  readonly address: string | null;
  /** ARN of a role with access to the table, to check grants with a session of it. */
  readonly scopedRole: string | null;
}

export interface Check {
  /** `part/what`. */
  readonly id: string;
  /** The promise that must hold. */
  readonly claim: string;
  /** Why a local run cannot show it. */
  readonly deployedOnly?: string;
  /** Needs a signed-in user. */
  readonly signedIn?: true;
  run(context: VerifyContext): Promise<Finding> | Promise<void>;
}

export type Finding =
  /** The claim holds; `seen` is worth knowing. */
  | { readonly seen: string }
  /** Could not be checked. */
  | { readonly skipped: string };

/** The claim holds, with nothing to add. */
export const HOLDS: Finding = { seen: '' };

/** The claim does not hold; the message says what was found. It shows bodies, never credentials. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';
}

export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailure(otherwise);
}

export function demandStatus(response: HttpResponse, status: number): void {
  demand(response.status === status, `expected ${status}, got ${shown(response)}`);
}

/** Requires a refusal of the Partner API in its envelope, made by the gateway or a function of this service. */
export function demandRefusal(response: HttpResponse, status: number, code: PartnerApiCode): void {
  const { json, headers } = response;
  demand(
    response.status === status && json?.error === code && json?.meta?.error_data?.code === code,
    `expected ${status} ${code}, got ${shown(response)}`,
  );
  demand(json.meta.success === false && json.meta.http_code === status, `the envelope is wrong: ${shown(response)}`);
  demand(headers['content-type']?.startsWith('application/json') === true, `it came as ${headers['content-type']}`);
  for (const [name, value] of Object.entries(RESPONSE_HEADERS)) {
    demand(headers[name.toLowerCase()] === value, `${name} is ${headers[name.toLowerCase()]}`);
  }
  demand(
    json.request_id !== undefined && json.request_id === headers['x-amz-apigw-id'],
    `request_id ${json.request_id} is not the x-amz-apigw-id ${headers['x-amz-apigw-id']}`,
  );
}

/** Requires a problem of the Management API. */
export function demandProblem(response: HttpResponse, status: number, code: ProblemCode): void {
  const { json } = response;
  demand(
    response.status === status && json?.code === code && json?.status === status,
    `expected ${status} ${code}, got ${shown(response)}`,
  );
}

/** Tells responses made here from those of the upstream: only this gateway knows its request ID. */
export function isOwnResponse({ json, headers }: HttpResponse): boolean {
  return json?.request_id !== undefined && json.request_id === headers['x-amz-apigw-id'];
}

export function shown({ status, body }: HttpResponse): string {
  return `${status} ${body.replaceAll(/\s+/g, ' ').slice(0, 160)}`;
}
