import { describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { listActivity } from '../../../../lambdas/domain/activity/list-activity.ts';
import type { AuditAction, AuditEvent } from '../../../../lambdas/domain/model/audit-event.ts';

const actor = { userId: 's', email: 'ana@demo.example', partnerId: 'demoPA', ip: null };

/** Oldest first: the partner's creation, then as many changes. */
function history(changes: number): AuditEvent[] {
  return Array.from({ length: changes + 1 }, (_, at) => ({
    id: ulid(at + 1),
    at: new Date(at + 1).toISOString(),
    action: (at === 0 ? 'partner.created' : 'api_key.created') satisfies AuditAction,
    actor: actor.email,
    target: null,
    ip: null,
  }));
}

const logOf = (events: readonly AuditEvent[]) => ({
  async list(partnerId: string, before: string | null, limit: number) {
    expect(partnerId).toBe('demoPA');
    return events
      .filter(({ id }) => before === null || id < before)
      .toReversed()
      .slice(0, limit);
  },
});

async function pagesOf(changes: number): Promise<string[][]> {
  const log = logOf(history(changes));
  const pages: string[][] = [];
  for (let cursor: string | null = null, more = true; more; ) {
    const page: Awaited<ReturnType<typeof listActivity>> = await listActivity(log, actor, cursor);
    if (page === null) throw new Error('The cursor was refused.');
    pages.push(page.events.map(({ id }) => id));
    cursor = page.nextCursor;
    more = cursor !== null;
  }
  return pages;
}

describe('a cursor that no page gave', () => {
  const cursorOf = (text: string) => Buffer.from(text).toString('base64url');
  it.each([
    ['empty', ''],
    ['of another text', cursorOf('AUDIT#')],
    ['a ULID itself', ulid(1)],
    ['one character short', cursorOf(ulid(1).slice(1))],
    ['one character long', cursorOf(`${ulid(1)}0`)],
    ['in lower case', cursorOf(ulid(1).toLowerCase())],
    ['beyond the last time of a ULID', cursorOf(`8${ulid(1).slice(1)}`)],
  ])('is refused before anything is read: %s', async (_, cursor) => {
    const untouched = { list: () => Promise.reject(new Error('read')) };
    expect(await listActivity(untouched, actor, cursor)).toBeNull();
  });
});

describe('pages of activity', () => {
  it.each<[string, number, number[]]>([
    ['no change', 0, [0]],
    ['one change', 1, [1]],
    ['a full page', 25, [25]],
    ['a page and one', 26, [25, 1]],
    ['two full pages', 50, [25, 25]],
    ['more than two', 51, [25, 25, 1]],
  ])('of %s', async (_, changes, sizes) => {
    const pages = await pagesOf(changes);
    expect(pages.map(({ length }) => length)).toEqual(sizes);
    // Newest first, each once, and without the creation of the partner.
    const [, ...expected] = history(changes);
    expect(pages.flat().map((id) => id.slice(0, 10))).toEqual(expected.toReversed().map(({ id }) => id.slice(0, 10)));
  });

  it('hold an event as it was written', async () => {
    const events = history(1);
    expect(await listActivity(logOf(events), actor, null)).toEqual({ events: [events[1]], nextCursor: null });
  });
});
