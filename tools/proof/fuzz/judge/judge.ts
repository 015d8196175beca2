import { FOREIGN_REQUEST_TEXT } from '../../../../local/servers/foreign-requests.ts';
import type { FuzzCase, FuzzMessage } from '../cases/fuzz-case.ts';
import { Contract } from '../contract/contract.ts';
import { type Exchange, isWellFramed } from '../wire/exchange.ts';
import { headerOf, type WireResponse } from '../wire/read-responses.ts';
import type { Credentials } from '../world/credentials.ts';
import { type Entitlement, entitlementsOf } from './entitlement.ts';
import type { SecretScanner } from './secret-scanner.ts';

export interface Verdict {
  /** In sentences that hold no secret. */
  readonly violations: readonly string[];
  /** IDs of the responses that a good credential can have, as in the access log. */
  readonly entitledIds: readonly string[];
  /** How many requests with a good credential got no response, but may have been carried out. */
  readonly unanswered: number;
}

/** The gateway gives an ID to every call that reaches an API. */
export const CALL_ID = 'x-amz-apigw-id';
/** Refusals of a request that no API has seen, and that no template can shape. */
const BEFORE_THE_API = new Set([400, 408, 413, 414, 417, 431, 501]);
/** API Gateway refuses these by itself, with a body of its own. */
const UNSHAPED = new Set([413, 431]);
/** The contract's response to a check that was not done in time, which happens on a busy machine and lets nothing through. */
export const UNAVAILABLE = 'The response is 503 temporarily_unavailable.';
/** A code is six digits. */
const CODE = /"(\d{6})"/g;

/** Holds what came back to the promises. */
export class Judge {
  readonly #credentials: Credentials;
  readonly #scanner: SecretScanner;
  readonly #partnerApi = new Contract('partner');
  readonly #managementApi = new Contract('management');

  constructor(credentials: Credentials, scanner: SecretScanner) {
    this.#credentials = credentials;
    this.#scanner = scanner;
  }

  judge(of: FuzzCase, messages: readonly FuzzMessage[], { responses, received }: Exchange): Verdict {
    const byMessage = messages.map((message) => entitlementsOf(message, of.front, this.#credentials));
    const isInOrder = messages.every(isWellFramed);
    const all = byMessage.flat();
    const sent = messages.map(textOf).join('\n');
    const violations = new Set<string>();
    for (const [index, response] of responses.entries()) {
      const entitled = isInOrder ? (byMessage[index] ?? []) : all;
      for (const fault of this.#faultsOf(of, response, isInOrder ? messages[index] : undefined, entitled)) {
        violations.add(fault);
      }
    }
    const accepted = responses.filter((response) => isAccepted(response)).length;
    if (accepted > all.length)
      violations.add(`${accepted} requests were accepted, and ${all.length} had a good credential.`);
    if (isInOrder && responses.length > messages.length) violations.add('There are more responses than requests.');
    for (const fault of this.#leaksIn(received, sent, all)) violations.add(fault);
    return {
      violations: [...violations],
      entitledIds: responses.flatMap((response, index) =>
        (isInOrder ? (byMessage[index] ?? []) : all).length > 0 ? [headerOf(response, CALL_ID) ?? ''] : [],
      ),
      unanswered: Math.max(0, all.length - responses.length),
    };
  }

  #faultsOf(of: FuzzCase, response: WireResponse, message: FuzzMessage | undefined, entitled: readonly Entitlement[]) {
    const { status } = response;
    const faults: string[] = [];
    // The contract's 5xx are for dependencies that fail, and here none does.
    if (status >= 500) faults.push(`The response is ${status} ${codeIn(response)}`.trimEnd().concat('.'));
    if (isAccepted(response)) {
      const partnerId = memberOf(response, 'partner_id');
      if (typeof partnerId === 'string' && !entitled.some((one) => one.partnerId === partnerId)) {
        faults.push('A success names a partner that the credential does not belong to.');
      }
    }
    const contract = of.front === 'partner-api' ? this.#partnerApi : this.#managementApi;
    const shape = this.#faultOfShape(contract, response, message, entitled.length > 0 && of.front === 'partner-api');
    if (shape !== null) faults.push(`The response ${status} ${shape}.`);
    const path = message?.target.split('?')[0] ?? '';
    if (
      message !== undefined &&
      isOfApi(response) &&
      !UNSHAPED.has(status) &&
      !contract.states(message.method, path, status)
    ) {
      faults.push(`The response ${status} is not stated in the OpenAPI document.`);
    }
    const codes = of.front === 'hub' ? [...response.body.matchAll(CODE)].map(([, code]) => code ?? '') : [];
    if (codes.some((code) => message !== undefined && !textOf(message).includes(code)))
      faults.push('A response has a code in it.');
    return faults;
  }

  /** @param hasUpstream - whether the response can be the upstream's, which no contract describes here */
  #faultOfShape(
    contract: Contract,
    response: WireResponse,
    message: FuzzMessage | undefined,
    hasUpstream: boolean,
  ): string | null {
    const { status, body } = response;
    if (status < 400 || (body === '' && (message === undefined || message.method === 'HEAD'))) return null;
    const json = jsonOf(response);
    if (!isOfApi(response)) {
      const isPage =
        contract === this.#managementApi && /^(?:AmazonS3|CloudFront)$/.test(headerOf(response, 'server') ?? '');
      // The local run's servers answer no foreign Host or Origin.
      const isForeign = status === 403 && body === FOREIGN_REQUEST_TEXT;
      const isBeforeTheApi = body === '' && BEFORE_THE_API.has(status);
      return isPage || isForeign || isBeforeTheApi ? null : 'comes from nowhere';
    }
    if (UNSHAPED.has(status) && isOnlyMessage(json)) return null;
    if (hasUpstream && memberOf(response, 'request_id') === undefined) return null;
    return contract.faultOfRefusal(status, (headerOf(response, 'content-type') ?? '').split(';')[0] ?? '', json);
  }

  /** What a request has sent itself may come back: the upstream repeats it. A credential in its own header is redacted before. */
  #leaksIn(received: string, sent: string, entitled: readonly Entitlement[]): string[] {
    const secrets = this.#scanner.find(received).filter((secret) => !sent.includes(secret));
    const leaks = secrets.map((secret) => `A response has the secret ${this.#nameOf(secret)} in it.`);
    for (const [partnerId, texts] of this.#credentials.data) {
      if (entitled.some((one) => one.partnerId === partnerId)) continue;
      const found = texts.find((text) => received.includes(text) && !sent.includes(text));
      if (found !== undefined) leaks.push(`A response has data of ${this.#nameOf(partnerId)} in it.`);
    }
    return leaks;
  }

  /** A violation is printed, so it names what was found by its placeholder. */
  #nameOf(value: string): string {
    const [name] = [...this.#credentials.values].find(([, other]) => other === value) ?? ['of the run itself'];
    return name;
  }
}

/** What a message sends, without the credential headers. */
function textOf({ target, headers, body }: FuzzMessage): string {
  const others = headers.filter(([name]) => !/^(?:x-api-key|authorization)$/i.test(name.trim()));
  return [target, ...others.map(([name, value]) => `${name}: ${value}`), body].join('\n');
}

function isOfApi(response: WireResponse): boolean {
  return headerOf(response, CALL_ID) !== undefined;
}

/** The hub's pages are for everybody. */
function isAccepted(response: WireResponse): boolean {
  const isPage = !isOfApi(response) && headerOf(response, 'server') === 'AmazonS3';
  return response.status < 400 && !isPage;
}

function jsonOf({ body }: WireResponse): unknown {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}

function memberOf(response: WireResponse, name: string): unknown {
  const json = jsonOf(response);
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

function isOnlyMessage(json: unknown): boolean {
  return typeof json === 'object' && json !== null && Object.keys(json).join() === 'message';
}

function codeIn(response: WireResponse): string {
  return String(memberOf(response, 'error') ?? memberOf(response, 'code') ?? '');
}
