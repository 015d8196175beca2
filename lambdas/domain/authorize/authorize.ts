import type { UnauthorizedReason } from '../../contract/refusals.ts';
import { equalDigests } from '../base/sha256.ts';
import { isPartnerId, type KeyEnvironment, type ParsedApiKey } from '../model/api-key.ts';
import { type CallResource, resourceOf } from '../model/call-resource.ts';
import { includesIp, normalIp } from '../model/ip-allowlist.ts';
import { acceptsLegacyTokens } from '../model/legacy-token-state.ts';
import type { PartnerRecord } from '../model/records.ts';
import type { Refusal } from '../model/refusals.ts';
import { includesScope, type Scope } from '../model/scopes.ts';
import type { CredentialStore } from './credential-store.ts';
import { presentedCredential } from './presented-credential.ts';
import { carriesReservedHeader, type RequestHeaders } from './request-headers.ts';
import { normalPathSegments } from './request-path.ts';
import { requiredScope } from './required-scope.ts';

export interface PartnerRequest {
  readonly headers: RequestHeaders;
  /** As sent, percent-encoded, without query. */
  readonly path: string;
  readonly method: string;
  /** The caller's IP address. */
  readonly sourceIp: string;
  /** The partner ID that the gateway read from the path; null for a route without one. */
  readonly partnerIdParameter: string | null;
}

export interface VerifiedCredential {
  readonly type: 'api_key' | 'legacy_token';
  /** Key ID, or the ID of the token's user. */
  readonly id: string;
  readonly name: string | null;
  readonly scopes: readonly string[];
  /** Epoch seconds. */
  readonly expiresAt: number | null;
  /** When the partner's legacy tokens are scheduled to turn off, epoch seconds; null if they are not, and for API keys. */
  readonly legacyOffAt: number | null;
}

/** What the log says about a refused call: whose credential it claims or is known to be, and what it asked for. */
export interface CredentialTrace {
  readonly partnerId: string | null;
  readonly credentialId: string | null;
  readonly credentialType: VerifiedCredential['type'] | null;
  /** The partner ID in the path; null if there is none, or the path was not read. */
  readonly pathPartnerId: string | null;
  readonly requiredScope: Scope | null;
  /** null if the path was not read. */
  readonly resource: CallResource | null;
}

export type Authorization =
  | {
      readonly outcome: 'allowed';
      readonly partnerId: string;
      readonly credential: VerifiedCredential;
      readonly resource: CallResource;
    }
  | { readonly outcome: 'unauthorized'; readonly reason: UnauthorizedReason; readonly trace: CredentialTrace }
  | { readonly outcome: 'denied'; readonly refusal: Refusal; readonly trace: CredentialTrace };

export interface AuthorizeOptions {
  readonly store: CredentialStore;
  readonly environment: KeyEnvironment;
  /** Epoch seconds. */
  readonly now: number;
}

/** The parts of a call that a credential is checked against. */
interface Call {
  readonly pathPartnerId: string | null;
  readonly sourceIp: string;
  /** null for `/whoami`, which any credential may call. */
  readonly requiredScope: Scope | null;
  readonly resource: CallResource;
}

/** `api`, `v2`, `partners` and the partner ID. */
const SEGMENTS_TO_PARTNER = 4;
const UNREAD = { pathPartnerId: null, requiredScope: null, resource: null };
const NO_CREDENTIAL = { partnerId: null, credentialId: null, credentialType: null };

/** Decides a Partner API call. The order of the checks is part of the HTTP contract. */
export async function authorize(request: PartnerRequest, options: AuthorizeOptions): Promise<Authorization> {
  if (carriesReservedHeader(request.headers)) return denied({ code: 'reserved_header' }, traceOf(UNREAD));

  const segments = normalPathSegments(request.path);
  if (segments === null) return denied({ code: 'invalid_path' }, traceOf(UNREAD));
  const pathPartnerId = request.partnerIdParameter === null ? null : decodeParameter(request.partnerIdParameter);
  const needed = pathPartnerId === null ? null : requiredScope(request.method, segments.slice(SEGMENTS_TO_PARTNER));
  const call: Call = {
    pathPartnerId,
    sourceIp: request.sourceIp,
    requiredScope: needed,
    resource: resourceOf(needed),
  };

  const presented = presentedCredential(request.headers);
  switch (presented.kind) {
    case 'none':
      return unauthorized(presented.reason, traceOf(call));
    case 'wrong_header':
      return denied({ code: 'wrong_header' }, traceOf(call));
    case 'api_key':
      return authorizeApiKey(presented.apiKey, call, options);
    case 'legacy_token':
      return authorizeLegacyToken(presented.hash, call, options);
  }
}

async function authorizeApiKey(
  presented: ParsedApiKey,
  call: Call,
  { store, environment, now }: AuthorizeOptions,
): Promise<Authorization> {
  const { pathPartnerId, sourceIp, requiredScope: needed } = call;
  const { partnerId, keyId } = presented;
  const trace = traceOf(call, { credentialType: 'api_key', partnerId, credentialId: keyId });
  if (presented.environment !== environment) return unauthorized('api_key_environment', trace);

  const { apiKey, partner } = await store.findApiKey(partnerId, keyId);
  if (apiKey === null || partner === null || !equalDigests(apiKey.hash, presented.hash)) {
    return unauthorized('api_key_unknown', trace);
  }
  if (apiKey.status === 'deleted') return unauthorized('api_key_deleted', trace);

  const code = partnerRefusal(partnerId, pathPartnerId, partner);
  if (code !== null) return denied({ code }, trace);
  if (apiKey.status === 'disabled') return denied({ code: 'api_key_disabled' }, trace);
  if (apiKey.expiresAt !== null && apiKey.expiresAt <= now) return denied({ code: 'api_key_expired' }, trace);
  const refusedIp = ipRefusal(sourceIp, partner.allowedIps, apiKey.allowedIps);
  if (refusedIp !== null) return denied(refusedIp, trace);
  if (needed !== null && !includesScope(apiKey.scopes, needed)) {
    return denied({ code: 'insufficient_scope', requiredScope: needed }, trace);
  }
  return {
    outcome: 'allowed',
    partnerId,
    credential: {
      type: 'api_key',
      id: keyId,
      name: apiKey.name,
      scopes: apiKey.scopes,
      expiresAt: apiKey.expiresAt,
      legacyOffAt: null,
    },
    resource: call.resource,
  };
}

async function authorizeLegacyToken(
  hash: string,
  call: Call,
  { store, now }: AuthorizeOptions,
): Promise<Authorization> {
  const { pathPartnerId, sourceIp } = call;
  const expectedPartnerId = pathPartnerId !== null && isPartnerId(pathPartnerId) ? pathPartnerId : null;
  const found = await store.findLegacyToken(hash, expectedPartnerId);
  const { token } = found;
  if (token === null) return unauthorized('token_unknown', traceOf(call));

  const { partnerId, userId } = token;
  const trace = traceOf(call, { credentialType: 'legacy_token', partnerId, credentialId: userId });
  if (token.expiresAt <= now) return unauthorized('token_expired', trace);

  // Also on another partner's path: a revoked token is refused as such, wherever it is sent.
  const partner = pathPartnerId === partnerId ? found.partner : await store.findTokenPartner(partnerId, userId);
  if (partner === null) return unauthorized('token_unknown', trace);
  if (token.generation < partner.revokedBelow) return unauthorized('token_revoked', trace);
  const code = partnerRefusal(partnerId, pathPartnerId, partner);
  if (code !== null) return denied({ code }, trace);
  if (!acceptsLegacyTokens(partner, now)) return denied({ code: 'legacy_token_disabled' }, trace);
  const refusedIp = ipRefusal(sourceIp, partner.allowedIps);
  if (refusedIp !== null) return denied(refusedIp, trace);
  return {
    outcome: 'allowed',
    partnerId,
    credential: {
      type: 'legacy_token',
      id: userId,
      name: null,
      scopes: ['*'],
      expiresAt: null,
      legacyOffAt: partner.legacyTokenOffAt,
    },
    resource: call.resource,
  };
}

/** Checks every allowlist that is not empty. Throws a RangeError for an unreadable IP address or list. */
function ipRefusal(sourceIp: string, ...lists: (readonly string[])[]): Refusal | null {
  if (lists.every((list) => list.length === 0 || includesIp(list, sourceIp))) return null;
  return { code: 'ip_not_allowed', ip: normalIp(sourceIp) ?? 'an unknown address' };
}

function partnerRefusal(
  partnerId: string,
  pathPartnerId: string | null,
  partner: PartnerRecord,
): 'partner_mismatch' | 'partner_suspended' | null {
  if (pathPartnerId !== null && pathPartnerId !== partnerId) return 'partner_mismatch';
  return partner.status === 'suspended' ? 'partner_suspended' : null;
}

/** The whole path decodes, so this part of it does, too, unless the gateway has decoded it already. */
function decodeParameter(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}

function traceOf(
  {
    pathPartnerId,
    requiredScope: scope,
    resource,
  }: Pick<CredentialTrace, 'pathPartnerId' | 'requiredScope' | 'resource'>,
  credential: Pick<CredentialTrace, 'partnerId' | 'credentialId' | 'credentialType'> = NO_CREDENTIAL,
): CredentialTrace {
  return { ...credential, pathPartnerId, requiredScope: scope, resource };
}

function denied(refusal: Refusal, trace: CredentialTrace): Authorization {
  return { outcome: 'denied', refusal, trace };
}

function unauthorized(reason: UnauthorizedReason, trace: CredentialTrace): Authorization {
  return { outcome: 'unauthorized', reason, trace };
}
