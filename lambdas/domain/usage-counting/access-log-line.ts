import { isPartnerId } from '../model/api-key.ts';
import { CALL_RESOURCES } from '../model/call-resource.ts';
import { normalIp } from '../model/ip-allowlist.ts';
import { type CountedCall, isCredentialId, isRequestId } from './counted-call.ts';

/** `not_attributable`: the line belongs to no partner. */
export type ParsedLine<T> = T | 'not_attributable' | 'malformed';

/** API Gateway writes it for a variable without a value; an empty value is taken for the same. */
const ABSENT = '-';
/** The authorizer's context has it for an unknown caller. */
const NONE = 'none';
const PAIRS = /^\{(?:"[a-z_]+":"[^"\\\p{Cc}]*"(?:,(?=")|(?=\}$)))+\}$/u;
const PAIR = /"([a-z_]+)":"([^"]*)"/g;

/**
 * Parses a line of the Partner API's access log. Values are substituted without escaping, so this is stricter than a JSON
 * parser, which takes the last of two fields with one name (ADR 11).
 */
export function parseAccessLogLine(line: string): ParsedLine<CountedCall> {
  const fields = fieldsOf(line.trimEnd());
  if (fields === null) return 'malformed';
  const field = (name: string): string => fields.get(name) || ABSENT;

  const requestId = field('extended_request_id');
  const status = Number(field('status'));
  const atMs = Number(field('time_epoch'));
  if (!isRequestId(requestId) || !isStatus(status) || !isTime(atMs)) return 'malformed';

  const partnerId = field('partner_id');
  // This includes every 401: the authorizer returns no context with it, so it is counted from the authorizer's own line.
  if (partnerId === ABSENT || partnerId === NONE) return 'not_attributable';
  const type = field('credential_type');
  const id = field('credential_id');
  const code = field('code');
  if (!isPartnerId(partnerId) || !isCredentialId(id) || !/^[a-z_]{1,64}$/.test(code)) return 'malformed';
  if (type !== 'api_key' && type !== 'legacy_token') return 'malformed';

  const callerIp = field('caller_ip');
  return {
    requestId,
    partnerId,
    credential: { type, id },
    atMs,
    status,
    refusedFor: code === 'allowed' ? null : code,
    resource: CALL_RESOURCES.find((resource) => resource === field('resource')) ?? 'other',
    ip: normalIp(callerIp === ABSENT ? field('source_ip') : callerIp),
    latencyMs: latencyOf(field('response_latency')),
  };
}

/** Returns null unless the line is `{"name":"value",…}` with each name once. */
function fieldsOf(line: string): Map<string, string> | null {
  if (!PAIRS.test(line)) return null;
  const pairs = [...line.matchAll(PAIR)].map(([, name = '', value = '']) => [name, value] as const);
  const fields = new Map(pairs);
  return fields.size === pairs.length ? fields : null;
}

function isStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}

/** Accepts epoch milliseconds of this century. */
function isTime(atMs: number): boolean {
  return Number.isInteger(atMs) && atMs >= 946_684_800_000 && atMs < 4_102_444_800_000;
}

function latencyOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
