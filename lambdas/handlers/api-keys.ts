import { type ApiKeyCreation, createApiKey } from '../domain/create-api-key.ts';
import { deleteApiKey, getApiKey, listApiKeys, renameApiKey } from '../domain/manage-api-keys.ts';
import { MAX_ACTIVE_KEYS } from '../domain/records.ts';
import { apiKeyAnswer } from '../http/api-key-answer.ts';
import { errorFields, log } from '../http/log.ts';
import { type ManagementCall, managementHandler } from '../http/management-handler.ts';
import {
  type ApiKeyList,
  type CreatedApiKey,
  createApiKeyRequest,
  renameApiKeyRequest,
} from '../http/management-schemas.ts';
import { emptyAnswer, jsonAnswer, secondsUntil } from '../http/problem.ts';
import { parseBody } from '../http/request-body.ts';
import { type ApiKeysRuntime, apiKeysRuntime } from '../runtime.ts';

/** `/management/v1/api-keys` and `/management/v1/api-keys/{key_id}`. */
export function createApiKeysHandler(runtime: ApiKeysRuntime) {
  const { keys } = runtime;

  async function list({ actor, nowMs }: ManagementCall) {
    const apiKeys = await listApiKeys(keys, actor);
    const answer: ApiKeyList = { api_keys: apiKeys.map((one) => apiKeyAnswer(one, nowMs)), limit: MAX_ACTIVE_KEYS };
    return jsonAnswer(200, answer);
  }

  async function create(call: ManagementCall) {
    const parsed = parseBody(createApiKeyRequest, call.event);
    if ('problem' in parsed) return call.refuse(parsed);
    const { challenge_id: challengeId, code } = parsed.value;
    const report = (error: unknown) => log('error', 'message_not_sent', errorFields(error));
    const { actor, nowMs } = call;
    return creationAnswer(await createApiKey(actor, { challengeId, code }, { ...runtime, report, nowMs }), call);
  }

  async function get({ actor, nowMs, problem }: ManagementCall, keyId: string) {
    const apiKey = await getApiKey(keys, actor, keyId);
    return apiKey === null ? problem('not_found') : jsonAnswer(200, apiKeyAnswer(apiKey, nowMs));
  }

  async function rename({ event, actor, nowMs, problem, refuse }: ManagementCall, keyId: string) {
    const parsed = parseBody(renameApiKeyRequest, event);
    if ('problem' in parsed) return refuse(parsed);
    const apiKey = await renameApiKey(keys, actor, keyId, parsed.value.name, nowMs);
    return apiKey === null ? problem('not_found') : jsonAnswer(200, apiKeyAnswer(apiKey, nowMs));
  }

  async function remove({ actor, nowMs, problem }: ManagementCall, keyId: string) {
    return (await deleteApiKey(keys, actor, keyId, nowMs)) ? emptyAnswer() : problem('not_found');
  }

  return managementHandler(async (call) => {
    const keyId = call.event.pathParameters?.key_id;
    const { httpMethod } = call.event;
    if (keyId === undefined) return httpMethod === 'POST' ? create(call) : list(call);
    switch (httpMethod) {
      case 'PATCH':
        return rename(call, keyId);
      case 'DELETE':
        return remove(call, keyId);
      default:
        return get(call, keyId);
    }
  });
}

function creationAnswer(result: ApiKeyCreation, { problem, nowMs }: ManagementCall) {
  switch (result.outcome) {
    case 'created': {
      const answer: CreatedApiKey = { ...apiKeyAnswer(result.apiKey, nowMs), key: result.key };
      return jsonAnswer(201, answer);
    }
    case 'challenge_not_found':
      return problem('not_found', { detail: 'There is no such challenge: ask for a new code.' });
    case 'otp_incorrect':
      return problem('otp_incorrect', {
        attemptsLeft: result.attemptsLeft,
        ...(result.attemptsLeft > 0
          ? {}
          : { detail: 'The code is not right, and no attempts are left: ask for a new one.' }),
      });
    case 'otp_locked':
      return problem('otp_locked', { retryAfterSeconds: secondsUntil(result.untilMs, nowMs) });
    case 'otp_expired':
    case 'partner_suspended':
    case 'key_limit_reached':
      return problem(result.outcome);
  }
}

export const handler = createApiKeysHandler(apiKeysRuntime());
