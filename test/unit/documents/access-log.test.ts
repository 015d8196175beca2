import { expect, it } from '@jest/globals';
import { MANAGEMENT_API_ACCESS_LOG, PARTNER_API_ACCESS_LOG } from '../../../lib/rest-api/access-log-fields.ts';
import { documentAt } from './documents.ts';

const ROW = /^\| `([a-z_]+)` \| (both|Partner API|Management API) \|.*\| (\d+) \|$/gm;
const APIS = [
  ['Partner API', PARTNER_API_ACCESS_LOG],
  ['Management API', MANAGEMENT_API_ACCESS_LOG],
] as const;

it.each(APIS)('the document has every field of the %s, with its longest value', (api, fields) => {
  const rows = [...documentAt('docs/access-log.md').matchAll(ROW)].filter(([, , of]) => of === api || of === 'both');

  expect(Object.fromEntries(rows.map(([, name, , longest]) => [name, Number(longest)]))).toEqual(
    Object.fromEntries(Object.entries(fields).map(([name, { longest }]) => [name, longest])),
  );
});

it('the line that the document shows is one of the Partner API', () => {
  const [, line = ''] = /```json\n(.*)\n```/.exec(documentAt('docs/access-log.md')) ?? [];

  expect(Object.keys(JSON.parse(line))).toEqual(Object.keys(PARTNER_API_ACCESS_LOG));
});
