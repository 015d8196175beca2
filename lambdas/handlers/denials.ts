import { explainRefusal } from '../domain/refusals/explain-refusal.ts';
import { explanationBody } from '../http/management-api/explanation-body.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { jsonResponse } from '../http/management-api/responses.ts';
import { type DenialsRuntime, denialsRuntime } from '../runtime/management-api.ts';

/** `GET /management/v1/denials/{request_id}`: why a call of the Partner API was refused. */
export function createDenialsHandler(runtime: DenialsRuntime) {
  return managementHandler(async ({ event, actor, nowMs, problem }) => {
    const requestId = decoded(event.pathParameters?.request_id ?? '');
    const explanation = await explainRefusal(actor, requestId, { ...runtime, nowMs });
    return explanation === null ? problem('not_found') : jsonResponse(200, explanationBody(explanation, nowMs));
  });
}

/** Decodes the ID: it ends in an equals sign, which clients may encode and the gateway does not decode. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const handler = createDenialsHandler(denialsRuntime());
