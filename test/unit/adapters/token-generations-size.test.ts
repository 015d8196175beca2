import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect, it } from '@jest/globals';
import { entryValue } from '../../../lambdas/adapters/users/token-generation-items.ts';
import { raiseGeneration } from '../../../lambdas/domain/users/token-generations.ts';
import { newUserId } from '../../../lambdas/domain/users/user-id.ts';
import { NOW, USER } from '../../handlers/records-of-a-partner.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;
const ITEM_LIMIT = 400 * 1024;

/** Returns the bytes of a value in a map, for the types that an entry has. */
function sizeOf(value: AttributeValue): number {
  if (value.N !== undefined) return Math.ceil(value.N.replace(/0+$/, '').length / 2) + 1;
  return Object.entries(value.M ?? {}).reduce((sum, [name, entry]) => sum + name.length + 1 + sizeOf(entry), 3);
}

it('docs/records.md says what the entries of a partner cost', () => {
  const { entry } = raiseGeneration(new Map(), USER, NOW + 1);
  const bytes = newUserId().length + 1 + sizeOf(entryValue({ ...entry, generation: 2 }));
  const hours = (entry.until - NOW - 1) / 3600;
  const entries = Math.ceil((1000 * hours) / 24);
  // Everything else on the record, without an IP allowlist.
  const total = entries * bytes + 400;
  const text = readFileSync(join(import.meta.dirname, '../../../docs/records.md'), 'utf8').replaceAll(/\s+/g, ' ');
  for (const fact of [
    `An entry takes ${bytes} bytes, and stays for ${hours} hours.`,
    `its record has ${entries.toLocaleString('en-US')} of them, ${Math.round(total / 1000)} KB`,
    `takes ${Math.ceil(total / READ_UNIT)} read units instead of 1`,
    `about ${Math.round((2 * total) / WRITE_UNIT / 10) * 10} write units`,
    `At about ${(Math.floor(((ITEM_LIMIT / bytes) * (24 / hours)) / 1000) * 1000).toLocaleString('en-US')} in a day`,
  ]) {
    expect(text).toContain(fact);
  }
});
