import { expect, test } from '@jest/globals';
import { atMost } from '../../../dashboard/state/at-most.ts';

/** Tasks that end on request, and the names of those that have begun. */
function controlled() {
  const begun: string[] = [];
  const ends = new Map<string, (outcome: Promise<string>) => void>();
  const task = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, resolve));
  };
  const end = (name: string, outcome = Promise.resolve(name)) => ends.get(name)?.(outcome);
  return { begun, task, end };
}

test('tasks beyond the places wait for their turn, in order, and each answers its own', async () => {
  const { begun, task, end } = controlled();
  const inTurn = atMost(2);
  const answers = ['a', 'b', 'c', 'd'].map((name) => inTurn(task(name)));
  expect(begun).toEqual(['a', 'b']);

  end('b');
  await answers[1];
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c']) end(name);
  await answers[2];
  end('d');

  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd']);
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('a task that fails gives its place to the next', async () => {
  const { begun, task, end } = controlled();
  const inTurn = atMost(1);
  const failing = inTurn(task('a'));
  const next = inTurn(task('b'));
  end('a', Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  end('b');

  expect(await next).toBe('b');
  // Nobody waits any more: the place is free.
  void inTurn(task('c'));
  expect(begun).toEqual(['a', 'b', 'c']);
});
