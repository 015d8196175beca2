import { expect, it } from '@jest/globals';
import { CONTEXT_VALUES } from '../../../lib/configuration/context-values.ts';
import { documentAt } from './documents.ts';

const [, SETTINGS = ''] = documentAt('docs/deployment.md').split('## Settings\n');
const [TABLE = ''] = SETTINGS.split('\n## ');

it.each(Object.keys(CONTEXT_VALUES.shape))('docs/deployment.md says what the setting %s means', (name) => {
  const names = [...TABLE.matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
  expect(names).toContain(name);
});
