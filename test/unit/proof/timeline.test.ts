import { describe, expect, test } from '@jest/globals';
import { Timeline } from '../../../tools/proof/race/timeline.ts';

// If one of these is wrong, the race calls a leak harmless, or harm where there is none.
describe('what a request must get', () => {
  const timeline = new Timeline();
  timeline.begin('refused', 100)(120);
  timeline.begin('accepted', 200)(220);

  test.each([
    ['answered before the first change is begun', 90, 99, 'accepted'],
    ['answered while the change is under way', 90, 110, 'open'],
    ['started while the change is under way', 110, 300, 'open'],
    ['started just before the answer', 119, 125, 'open'],
    ['started with the answer', 120, 130, 'refused'],
    ['started after the answer and over before the next change', 150, 199, 'refused'],
    ['answered after the next change was begun', 150, 205, 'open'],
    ['started before the first change and answered after the second', 90, 300, 'open'],
    ['started after the second answer', 220, 1000, 'accepted'],
  ])('one %s', (_what, startedAt, endedAt, expected) => {
    expect(timeline.expectation(startedAt, endedAt)).toBe(expected);
  });

  test('nothing is certain until a change is answered', () => {
    const pending = new Timeline('refused');
    pending.begin('accepted', 10);

    expect(pending.expectation(0, 9)).toBe('refused');
    expect(pending.expectation(500, 600)).toBe('open');
  });
});
