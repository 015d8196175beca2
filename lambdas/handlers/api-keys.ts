import type { APIGatewayProxyResult } from 'aws-lambda';
import { type CreateApiKeyResult, createApiKey } from '../domain/api-keys/create-api-key.ts';
import { deleteApiKey, getApiKey, listApiKeys } from '../domain/api-keys/manage-api-keys.ts';
import { type RotateApiKeyResult, rotateApiKey } from '../domain/api-keys/rotate-api-key.ts';
import { updateApiKey } from '../domain/api-keys/update-api-key.ts';
import { isKeyId } from '../domain/model/api-key.ts';
import { MAX_ACTIVE_KEYS } from '../domain/model/records.ts';
import { apiKeyBody } from '../http/management-api/api-key-body.ts';
import { type ManagementCall, managementHandler } from '../http/management-api/management-handler.ts';
import {
  codeRefusalResponse,
  lifetimeExceededResponse,
  rotatedAlreadyResponse,
} from '../http/management-api/otp-responses.ts';
import { parseBody } from '../http/management-api/request-body.ts';
import { keyChangesOf, presentationOf } from '../http/management-api/requested-changes.ts';
import { emptyResponse, jsonResponse } from '../http/management-api/responses.ts';
import {
  type ApiKeyList,
  type CreatedApiKey,
  createApiKeyRequest,
  rotateApiKeyRequest,
  updateApiKeyRequest,
} from '../http/management-api/schemas/api-keys.ts';
import { type ApiKeysRuntime, apiKeysRuntime } from '../runtime/management-api.ts';

/** `/management/v1/api-keys`, `/api-keys/{key_id}` and `/api-keys/{key_id}/rotate`. */
export function createApiKeysHandler(runtime: ApiKeysRuntime) {
  const { keys, usage } = runtime;
  const optionsOf = ({ nowMs }: ManagementCall) => ({ ...runtime, nowMs });

  async function list({ actor, nowMs }: ManagementCall) {
    const apiKeys = await listApiKeys(keys, actor, nowMs);
    const ids = apiKeys.map(({ keyId }) => keyId);
    const lastUses = await usage.findLastUses(actor.partnerId, ids);
    const body: ApiKeyList = {
      api_keys: apiKeys.map((one) => apiKeyBody(one, lastUses.get(one.keyId) ?? null, nowMs)),
      limit: MAX_ACTIVE_KEYS,
    };
    return jsonResponse(200, body);
  }

  async function create(call: ManagementCall) {
    const parsed = parseBody(createApiKeyRequest, call.event);
    if ('problem' in parsed) return call.refuse(parsed);
    const { challenge_id: challengeId, code } = parsed.value;
    return createdKeyResponse(await createApiKey(call.actor, { challengeId, code }, optionsOf(call)), call);
  }

  async function lastUseOf({ actor }: ManagementCall, keyId: string) {
    if (!isKeyId(keyId)) return null;
    return (await usage.findLastUses(actor.partnerId, [keyId])).get(keyId) ?? null;
  }

  async function get(call: ManagementCall, keyId: string) {
    const apiKey = await getApiKey(keys, call.actor, keyId);
    if (apiKey === null) return call.problem('not_found');
    return jsonResponse(200, apiKeyBody(apiKey, await lastUseOf(call, keyId), call.nowMs));
  }

  async function update(call: ManagementCall, keyId: string) {
    const parsed = parseBody(updateApiKeyRequest, call.event);
    if ('problem' in parsed) return call.refuse(parsed);
    // Read before the change: a failure afterwards would hide that the key was changed.
    const lastUse = await lastUseOf(call, keyId);
    const requested = { keyId, changes: keyChangesOf(parsed.value), presented: presentationOf(parsed.value) };
    const result = await updateApiKey(call.actor, requested, optionsOf(call));
    switch (result.outcome) {
      case 'updated':
        return jsonResponse(200, apiKeyBody(result.apiKey, lastUse, call.nowMs));
      case 'not_found':
        return call.problem('not_found');
      case 'otp_required':
        return call.problem('otp_required', { widens: result.widens });
      case 'lifetime_exceeded':
        return lifetimeExceededResponse(call, result.maxDays, '/expires_at');
      case 'rotated_already':
        return rotatedAlreadyResponse(call);
      default:
        return codeRefusalResponse(result, call);
    }
  }

  async function rotate(call: ManagementCall, keyId: string) {
    const parsed = parseBody(rotateApiKeyRequest, call.event);
    if ('problem' in parsed) return call.refuse(parsed);
    const { challenge_id: challengeId, code } = parsed.value;
    return createdKeyResponse(await rotateApiKey(call.actor, keyId, { challengeId, code }, optionsOf(call)), call);
  }

  async function remove({ actor, nowMs, problem }: ManagementCall, keyId: string) {
    return (await deleteApiKey(keys, actor, keyId, nowMs)) ? emptyResponse() : problem('not_found');
  }

  return managementHandler(async (call): Promise<APIGatewayProxyResult> => {
    const keyId = call.event.pathParameters?.key_id;
    const { httpMethod } = call.event;
    if (keyId === undefined) return httpMethod === 'POST' ? create(call) : list(call);
    switch (httpMethod) {
      case 'POST':
        return rotate(call, keyId);
      case 'PATCH':
        return update(call, keyId);
      case 'DELETE':
        return remove(call, keyId);
      default:
        return get(call, keyId);
    }
  }, runtime.metrics);
}

function createdKeyResponse(
  result: CreateApiKeyResult | RotateApiKeyResult,
  call: ManagementCall,
): APIGatewayProxyResult {
  switch (result.outcome) {
    case 'created': {
      const body: CreatedApiKey = { ...apiKeyBody(result.apiKey, null, call.nowMs), key: result.key };
      return jsonResponse(201, body);
    }
    case 'not_found':
    case 'key_limit_reached':
    case 'rotated_already':
      return call.problem(result.outcome);
    default:
      return codeRefusalResponse(result, call);
  }
}

export const handler = createApiKeysHandler(apiKeysRuntime());
