import { chooseNotices, type NoticeChoice, noticeChoice } from '../domain/notices/mute-notices.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { parseBody } from '../http/management-api/request-body.ts';
import { jsonResponse } from '../http/management-api/responses.ts';
import { type Notices, updateNoticesRequest } from '../http/management-api/schemas/notices.ts';
import { type NoticesRuntime, noticesRuntime } from '../runtime/management-api.ts';

/** `GET` and `PATCH /management/v1/notices`: the notice settings of the caller. notice-sender.ts sends the notices. */
export function createNoticesHandler({ notices }: NoticesRuntime) {
  return managementHandler(async ({ event, actor, nowMs, refuse }) => {
    const body = (choice: NoticeChoice): Notices => ({ email: actor.email, notices: choice });
    if (event.httpMethod === 'GET') return jsonResponse(200, body(await noticeChoice(notices, actor)));
    const parsed = parseBody(updateNoticesRequest, event);
    if ('problem' in parsed) return refuse(parsed);
    return jsonResponse(200, body(await chooseNotices(actor, parsed.value.notices, { notices, nowMs })));
  });
}

export const handler = createNoticesHandler(noticesRuntime());
