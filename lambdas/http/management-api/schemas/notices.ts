import { z } from 'zod/mini';
import {
  FIXED_NOTICE_KINDS,
  MUTABLE_NOTICE_KINDS,
  NOTICE_TITLES,
  type NoticeKind,
} from '../../../domain/model/notice-kinds.ts';
import { someChange } from './fields.ts';

const FIXED = 'Cannot be turned off: the notice is about more access than before.';

/** One field for each kind. */
const fieldsOf = <K extends NoticeKind, T>(kinds: readonly K[], fieldOf: (kind: K) => T) =>
  Object.fromEntries(kinds.map((kind) => [kind, fieldOf(kind)])) as Record<K, T>;

export const updateNoticesRequest = z.strictObject({
  notices: z
    .strictObject({
      ...fieldsOf(FIXED_NOTICE_KINDS, () => z.optional(z.literal(true, FIXED))),
      ...fieldsOf(MUTABLE_NOTICE_KINDS, () => z.optional(z.boolean('Must be true or false.'))),
    })
    .check(someChange()),
});

export const notices = z.strictObject({
  email: z.string().check(z.describe('Where they are sent.')),
  notices: z.strictObject({
    ...fieldsOf(FIXED_NOTICE_KINDS, (kind) =>
      z.literal(true).check(z.describe(`The user is always notified when ${NOTICE_TITLES[kind]}.`)),
    ),
    ...fieldsOf(MUTABLE_NOTICE_KINDS, (kind) =>
      z.boolean().check(z.describe(`Whether the user is notified when ${NOTICE_TITLES[kind]}.`)),
    ),
  }),
});

export type Notices = z.infer<typeof notices>;
