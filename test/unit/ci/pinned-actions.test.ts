import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const DIRECTORY = join(PROJECT, '.github', 'workflows');
const PAGE = readFileSync(join(PROJECT, 'docs', 'github-actions.md'), 'utf8');
const [PINS = '', SOURCES = ''] = PAGE.split('## How each commit was established');

const rowsOf = (text: string) =>
  [...text.matchAll(/^\| `([\w-]+\/[\w-]+)` \| (.+) \|$/gm)].map(([, action = '', cells = '']) => [
    action,
    ...cells.split(' | ').map((cell) => cell.replaceAll('`', '')),
  ]);
const pins = rowsOf(PINS).map(([action, version, commit]) => `${action}@${commit} # ${version}`);
const used = readdirSync(DIRECTORY).flatMap((name) =>
  [...readFileSync(join(DIRECTORY, name), 'utf8').matchAll(/uses: (.+)$/gm)]
    .map(([, text = '']) => text)
    .filter((text) => !text.startsWith('./')),
);

describe('every action', () => {
  test('is pinned by a whole commit, with its version', () => {
    expect(used.length).toBeGreaterThan(10);
    for (const text of used) expect(text).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('is pinned everywhere to the commit on the page, and the page names no other', () => {
    expect([...new Set(used)].toSorted()).toEqual(pins.toSorted());
  });

  test.each(rowsOf(PINS).map(([action]) => action))('%s has a commit that three owners agree on', (action) => {
    const sources = rowsOf(SOURCES).filter(([name]) => name === action);

    for (const [, link] of sources) {
      expect(link).toMatch(
        /^\[([\w.-]+\/[\w.-]+)\]\(https:\/\/github\.com\/\1\/blob\/[0-9a-f]{40}\/\S+\.(yml|json)\)$/,
      );
    }
    expect(new Set(sources.map(([, link]) => link?.split('/')[0])).size).toBeGreaterThanOrEqual(3);
  });
});
