import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { ROOMS } from '../../../tools/lint/rooms.ts';
import { documentAt } from './documents.ts';

const ARCHITECTURE = documentAt('docs/architecture.md');

it.each(Object.entries(ROOMS))('docs/architecture.md lists the rooms of %s in their order', (folder, rooms) => {
  const [, section = ''] = ARCHITECTURE.split(`### \`${folder}\`\n`);
  const [table = ''] = section.split('\n### ');

  expect([...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, room]) => room)).toEqual([...rooms]);
});

it('docs/partner-hub.md lists the rooms of the hub', () => {
  const [, section = ''] = documentAt('docs/partner-hub.md').split('## Rooms\n');
  const listed = [...section.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
  const folders = readdirSync('dashboard', { withFileTypes: true }).filter((entry) => entry.isDirectory());

  for (const { name } of folders) expect(listed).toContain(name);
});
