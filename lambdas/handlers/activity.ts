import { listActivity } from '../domain/activity/list-activity.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { parseValue } from '../http/management-api/request-body.ts';
import { jsonResponse } from '../http/management-api/responses.ts';
import { type ActivityPage, activityQuery } from '../http/management-api/schemas/activity.ts';
import { type ActivityRuntime, activityRuntime } from '../runtime/management-api.ts';

const FOREIGN_CURSOR = { pointer: '/cursor', detail: 'Is no cursor of this list: use next_cursor of the last page.' };

/** `GET /management/v1/activity?cursor=`: who changed what, and from where. */
export function createActivityHandler({ log }: ActivityRuntime) {
  return managementHandler(async ({ event, actor, problem, refuse }) => {
    const parsed = parseValue(activityQuery, { ...event.queryStringParameters });
    if ('problem' in parsed) return refuse(parsed);
    const page = await listActivity(log, actor, parsed.value.cursor || null);
    if (page === null) return problem('invalid_request', { errors: [FOREIGN_CURSOR] });
    const body: ActivityPage = { events: page.events.map((one) => ({ ...one })), next_cursor: page.nextCursor };
    return jsonResponse(200, body);
  });
}

export const handler = createActivityHandler(activityRuntime());
