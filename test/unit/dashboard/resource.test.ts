import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../dashboard/api/management-api.ts';
import { localProblem } from '../../../dashboard/api/problem.ts';
import { createResource } from '../../../dashboard/state/resource.ts';

const ok = (value: string): Outcome<string> => ({ ok: true, value, clockOffsetMs: 0 });
const failed: Outcome<string> = { ok: false, problem: localProblem('no_response') };

/** Loads that are answered by hand. */
function deferred() {
  const waiting: ((outcome: Outcome<string>) => void)[] = [];
  const resource = createResource(() => new Promise<Outcome<string>>((fulfil) => waiting.push(fulfil)));
  const answer = (outcome: Outcome<string>) => waiting.shift()?.(outcome);
  return { resource, answer, waiting };
}

describe('a resource', () => {
  test('tells its listeners when it is loading and when it is there', async () => {
    const { resource, answer } = deferred();
    const seen: unknown[] = [];
    const stop = resource.subscribe(() => seen.push([resource.state().loading, resource.state().value]));
    const loaded = resource.load();
    answer(ok('first'));
    await loaded;
    stop();
    resource.change(() => 'unseen');

    expect(seen).toEqual([
      [true, null],
      [false, 'first'],
    ]);
  });

  test('is loaded once for all who ask at the same time', async () => {
    const { resource, answer, waiting } = deferred();
    const both = Promise.all([resource.load(), resource.load()]);
    expect(waiting).toHaveLength(1);
    answer(ok('once'));

    expect((await both).map(({ value }) => value)).toEqual(['once', 'once']);
  });

  test('keeps its value when a later load fails, and says why', async () => {
    const { resource, answer } = deferred();
    const first = resource.load();
    answer(ok('kept'));
    await first;
    const second = resource.load();
    answer(failed);

    expect(await second).toMatchObject({ value: 'kept', problem: { code: 'no_response' }, loading: false });
  });

  test('is not set back by a load that began before a change', async () => {
    const { resource, answer, waiting } = deferred();
    const first = resource.load();
    answer(ok('before'));
    await first;
    const second = resource.load();
    resource.change((value) => `${value}, changed`);
    answer(ok('before'));
    await new Promise((fulfil) => setTimeout(fulfil));
    expect(resource.state().value).toBe('before, changed');
    expect(waiting).toHaveLength(1);
    answer(ok('after'));

    expect((await second).value).toBe('after');
  });
});
