import { z } from 'zod/mini';
import { NOTICE_KINDS, NOTICE_TITLES, type NoticeKind } from '../../../domain/model/notice-kinds.ts';
import { someChange } from './fields.ts';

/** One field for each kind. */
const noticeChoice = <T extends z.core.$ZodType>(fieldOf: (kind: NoticeKind) => T) =>
  z.strictObject(Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, fieldOf(kind)])) as Record<NoticeKind, T>);

export const updateNoticesRequest = z.strictObject({
  notices: noticeChoice(() => z.optional(z.boolean('Must be true or false.'))).check(someChange()),
});

export const notices = z.strictObject({
  email: z.string().check(z.describe('Where they are sent.')),
  notices: noticeChoice((kind) =>
    z.boolean().check(z.describe(`Whether the user is told when ${NOTICE_TITLES[kind]}.`)),
  ),
});

export type Notices = z.infer<typeof notices>;
