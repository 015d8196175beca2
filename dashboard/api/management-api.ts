import type { UserRoute } from '../../lambdas/contract/management-routes.ts';
import type { ActivityPage } from '../../lambdas/http/management-api/schemas/activity.ts';
import type {
  ApiKey,
  ApiKeyList,
  CreateApiKeyRequest,
  CreatedApiKey,
} from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import type { LegacyToken, LegacyTokenWithUsage } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { Notices } from '../../lambdas/http/management-api/schemas/notices.ts';
import type {
  CreateOtpChallengeRequest,
  OtpChallenge,
} from '../../lambdas/http/management-api/schemas/otp-challenges.ts';
import type { Session } from '../../lambdas/http/management-api/schemas/session.ts';
import type { Settings } from '../../lambdas/http/management-api/schemas/settings.ts';
import type { AllowedIpsPreview, Usage } from '../../lambdas/http/management-api/schemas/usage.ts';
import { localProblem, type Problem, readProblem } from './problem.ts';

export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly clockOffsetMs: number }
  | { readonly ok: false; readonly problem: Problem };

/** Where the bearer token comes from. */
export interface IdTokens {
  /** A token that is still good; null once the session is over. Throws if the provider cannot be reached. */
  current(): Promise<string | null>;
  /** A new token although the current one looks good; null once the session is over. Throws as `current`. */
  renew(): Promise<string | null>;
  /** Learns that the API refuses a session that looks good here: it was ended elsewhere. */
  refused(): void;
}

/** Sent along with what takes a code. */
export type PresentedCode = CreateApiKeyRequest;

type Challenge<P> = Extract<CreateOtpChallengeRequest, { purpose: P }>;
export type NewApiKey = Challenge<'create_api_key'>['api_key'];
export type KeyChanges = Challenge<'update_api_key'>['changes'];
export type SettingsChanges = Challenge<'update_settings'>['changes'];
/** Without `off_at`, or with null, a schedule is canceled. */
export type LegacyTokenChanges = Challenge<'update_legacy_token'>['changes'];

export interface ManagementApi {
  session(): Promise<Outcome<Session>>;
  /** Ends every session and every legacy token of the user. */
  signOutEverywhere(): Promise<Outcome<null>>;
  listApiKeys(): Promise<Outcome<ApiKeyList>>;
  /** Sends a code to the user. */
  createChallenge(request: CreateOtpChallengeRequest): Promise<Outcome<OtpChallenge>>;
  createApiKey(presented: PresentedCode): Promise<Outcome<CreatedApiKey>>;
  /** Without a code what widens is refused with `otp_required`. */
  updateApiKey(keyId: string, changes: KeyChanges, presented?: PresentedCode): Promise<Outcome<ApiKey>>;
  rotateApiKey(keyId: string, presented: PresentedCode): Promise<Outcome<CreatedApiKey>>;
  deleteApiKey(keyId: string): Promise<Outcome<null>>;
  legacyToken(): Promise<Outcome<LegacyTokenWithUsage>>;
  /** As `updateApiKey`. */
  setLegacyToken(changes: LegacyTokenChanges, presented?: PresentedCode): Promise<Outcome<LegacyToken>>;
  settings(): Promise<Outcome<Settings>>;
  /** As `updateApiKey`. */
  updateSettings(changes: SettingsChanges, presented?: PresentedCode): Promise<Outcome<Settings>>;
  activity(cursor: string | null): Promise<Outcome<ActivityPage>>;
  usage(query: UsageQuery): Promise<Outcome<Usage>>;
  /** The same as a file (CSV). */
  usageFile(query: UsageQuery): Promise<Outcome<string>>;
  /** @param keyId - whose list it is to be; null for that of all credentials */
  previewAllowedIps(allowedIps: readonly string[], keyId: string | null): Promise<Outcome<AllowedIpsPreview>>;
  /** `not_found`: unknown, another partner's, not refused, or too long ago. */
  denial(requestId: string): Promise<Outcome<Denial>>;
  notices(): Promise<Outcome<Notices>>;
  updateNotices(notices: Partial<Notices['notices']>): Promise<Outcome<Notices>>;
}

/** Days are UTC, both included. */
export interface UsageQuery {
  readonly from: string;
  readonly to: string;
  /** A key's ID, `*all`, `*legacy` or `*unknown`. */
  readonly credentialId: string;
}

const TIMEOUT_MS = 30_000;
const CSV = 'text/csv';

/** The parameters that a route has in its path, by name. */
type PathParameters<Route extends string> = Readonly<Record<ParameterIn<Route>, string>>;
type ParameterIn<Route extends string> = Route extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterIn<Rest>
  : never;

interface Given {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly accept?: string;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly accept: string | undefined;
}

/** @param base - address of the Management API, without a slash at its end */
export function createManagementApi(base: string, tokens: IdTokens, send: typeof fetch): ManagementApi {
  async function attempt(call: Call, token: string): Promise<Response> {
    const { method, path, body, accept } = call;
    return send(`${base}${path}`, {
      method,
      headers: {
        ...(accept === undefined ? {} : { accept }),
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  async function call<T, Route extends UserRoute>(
    route: Route,
    parameters: PathParameters<Route>,
    { query, body, accept }: Given = {},
  ): Promise<Outcome<T>> {
    const [method, path] = route.split(' ') as [method: string, path: string];
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
    const what = { method, path: `${withParameters(path, parameters)}${search}`, body, accept };
    try {
      const token = await tokens.current();
      if (token === null) return { ok: false, problem: localProblem('session_ended') };
      const response = await attempt(what, token);
      // A 401 says that nothing was done, so the same call may be made again. The clock here may run late.
      if (response.status !== 401) return await read<T>(response);
      const renewed = await tokens.renew();
      const second = renewed === null ? null : await attempt(what, renewed);
      if (second === null || second.status === 401) tokens.refused();
      return second === null ? { ok: false, problem: localProblem('session_ended') } : await read<T>(second);
    } catch {
      return { ok: false, problem: localProblem('no_response') };
    }
  }

  return {
    session: () => call('GET /session', {}),
    signOutEverywhere: () => call('DELETE /sessions', {}),
    listApiKeys: () => call('GET /api-keys', {}),
    createChallenge: (body) => call('POST /otp-challenges', {}, { body }),
    createApiKey: (body) => call('POST /api-keys', {}, { body }),
    updateApiKey: (key_id, changes, presented) =>
      call('PATCH /api-keys/{key_id}', { key_id }, { body: { ...changes, ...presented } }),
    rotateApiKey: (key_id, body) => call('POST /api-keys/{key_id}/rotate', { key_id }, { body }),
    deleteApiKey: (key_id) => call('DELETE /api-keys/{key_id}', { key_id }),
    legacyToken: () => call('GET /legacy-token', {}),
    setLegacyToken: (changes, presented) => call('PUT /legacy-token', {}, { body: { ...changes, ...presented } }),
    settings: () => call('GET /settings', {}),
    updateSettings: (changes, presented) => call('PATCH /settings', {}, { body: { ...changes, ...presented } }),
    activity: (cursor) => call('GET /activity', {}, cursor === null ? {} : { query: { cursor } }),
    usage: (query) => call('GET /usage', {}, { query: usageQuery(query) }),
    usageFile: (query) => call('GET /usage', {}, { query: usageQuery(query), accept: CSV }),
    previewAllowedIps: (allowed_ips, api_key_id) =>
      call('POST /allowed-ips/preview', {}, { body: { allowed_ips, api_key_id } }),
    denial: (request_id) => call('GET /denials/{request_id}', { request_id }),
    notices: () => call('GET /notices', {}),
    updateNotices: (notices) => call('PATCH /notices', {}, { body: { notices } }),
  };
}

function withParameters(path: string, parameters: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

function usageQuery({ from, to, credentialId }: UsageQuery): Readonly<Record<string, string>> {
  return { from, to, credential_id: credentialId };
}

async function read<T>(response: Response): Promise<Outcome<T>> {
  const text = await response.text();
  const now = Date.now();
  if (!response.ok) {
    return { ok: false, problem: readProblem(response.status, response.headers.get('retry-after'), text, now) };
  }
  const clockOffsetMs = clockOffset(response.headers.get('date'), now);
  if (response.status === 204) return { ok: true, value: null as T, clockOffsetMs };
  if (response.headers.get('content-type')?.startsWith(CSV)) return { ok: true, value: text as T, clockOffsetMs };
  try {
    return { ok: true, value: JSON.parse(text) as T, clockOffsetMs };
  } catch {
    return { ok: false, problem: readProblem(response.status, null, text, now) };
  }
}

/** How far the server's clock is ahead of this machine's, so that countdowns are right where the latter is not. */
function clockOffset(date: string | null, now: number): number {
  const server = date === null ? Number.NaN : Date.parse(date);
  // The header has whole seconds: what is below is no difference.
  return Number.isNaN(server) || Math.abs(server - now) < 2000 ? 0 : server - now;
}
