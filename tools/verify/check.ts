import type { HttpResponse } from '../client/http.ts';
import type { VerifyTarget } from './target.ts';
import type { TestPartner } from './test-partner.ts';

export interface VerifyContext {
  readonly target: VerifyTarget;
  readonly partner: TestPartner;
  readonly options: VerifyOptions;
  /** ID token of the partner's user; null if nobody could sign in. */
  readonly idToken: string | null;
}

export interface VerifyOptions {
  /** Path below `/partners/{partner_id}` at which the upstream tells the headers that it got. */
  readonly echo: string | null;
  /** Origin of the upstream, to show that it refuses whoever has no client certificate. */
  readonly upstream: string | null;
  /** The address from which this machine reaches the internet. */
  readonly address: string | null;
}

export interface Check {
  /** `part/what`. */
  readonly id: string;
  /** What must hold. */
  readonly claim: string;
  /** Why a local run says nothing about it. */
  readonly deployedOnly?: string;
  /** Whether it needs somebody who has signed in. */
  readonly signedIn?: true;
  run(context: VerifyContext): Promise<Finding> | Promise<void>;
}

export type Finding =
  /** It holds; what else was seen. */
  | { readonly seen: string }
  /** Could not be looked at. */
  | { readonly skipped: string };

/** It holds, and there is nothing more to say. */
export const HOLDS: Finding = { seen: '' };

/** The claim does not hold; the message tells what was found. Bodies are shown, credentials never. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';
}

export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new CheckFailure(otherwise);
}

export function demandStatus(answer: HttpResponse, status: number): void {
  demand(answer.status === status, `expected ${status}, got ${shown(answer)}`);
}

/** A refusal of the Partner API in its envelope, made by the gateway or a function of this service. */
export function demandRefusal(answer: HttpResponse, status: number, code: string): void {
  const { json, headers } = answer;
  demand(
    answer.status === status && json?.error === code && json?.meta?.error_data?.code === code,
    `expected ${status} ${code}, got ${shown(answer)}`,
  );
  demand(json.meta.success === false && json.meta.http_code === status, `the envelope is wrong: ${shown(answer)}`);
  demand(headers['content-type']?.startsWith('application/json') === true, `it came as ${headers['content-type']}`);
  demand(
    json.request_id !== undefined && json.request_id === headers['x-amz-apigw-id'],
    `request_id ${json.request_id} is not the x-amz-apigw-id ${headers['x-amz-apigw-id']}`,
  );
}

/** A problem of the Management API. */
export function demandProblem(answer: HttpResponse, status: number, code: string): void {
  const { json } = answer;
  demand(
    answer.status === status && json?.code === code && json?.status === status,
    `expected ${status} ${code}, got ${shown(answer)}`,
  );
}

/** Whether the answer was made here, and not by the upstream: only this gateway knows its request ID. */
export function isOwnAnswer({ json, headers }: HttpResponse): boolean {
  return json?.request_id !== undefined && json.request_id === headers['x-amz-apigw-id'];
}

export function shown({ status, body }: HttpResponse): string {
  return `${status} ${body.replaceAll(/\s+/g, ' ').slice(0, 160)}`;
}
