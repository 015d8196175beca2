import { expect, test } from '@jest/globals';
import { eventSentence } from '../../../dashboard/activity/event-sentence.ts';
import { ACTIONS, type ActivityEvent } from '../../../lambdas/http/management-api/schemas/activity.ts';

const event = (changes: Partial<ActivityEvent>): ActivityEvent => ({
  id: '01',
  at: '2026-11-24T08:00:00Z',
  action: 'api_key.created',
  actor: 'owner@demo.example',
  target: 'abcDEF123456',
  ip: null,
  ...changes,
});
const names = new Map([['abcDEF123456', 'Billing']]);

test.each(ACTIONS)('%s is put into words', (action) => {
  expect(eventSentence(event({ action }), names).what).toMatch(/^[a-z][a-zA-Z -]+[a-z]$/);
});

test('a key is called by its name while it exists, and by its ID after', () => {
  expect(eventSentence(event({}), names)).toMatchObject({ target: 'Billing', targetIsId: false });
  expect(eventSentence(event({}), new Map())).toMatchObject({ target: 'abcDEF123456', targetIsId: true });
  expect(eventSentence(event({ action: 'api_key.deleted' }), names)).toMatchObject({
    target: 'abcDEF123456',
    targetIsId: true,
  });
});

test('a name that looks like an action or an ID stays a name', () => {
  expect(eventSentence(event({ action: 'otp.failed', target: 'abcDEF123456' }), names)).toMatchObject({
    target: 'abcDEF123456',
    targetIsId: false,
  });
});

test('the operator is no e-mail address', () => {
  expect(eventSentence(event({ actor: 'operator', action: 'partner.suspended' }), names).actor).toBe(
    'The platform operator',
  );
});

test('an action of a newer API is shown as it is', () => {
  const unknown = event({ action: 'api_key.lost' as ActivityEvent['action'] });

  expect(eventSentence(unknown, names)).toMatchObject({ what: 'did api_key.lost', target: 'abcDEF123456' });
});
