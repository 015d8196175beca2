import { expect, it } from '@jest/globals';
import { API_KEY_ATTRIBUTES } from '../../../lambdas/adapters/authorize/checked-attributes.ts';
import type { Item } from '../../../lambdas/adapters/dynamodb/attributes.ts';
import { parseApiKeyRecord, parsePartner } from '../../../lambdas/adapters/dynamodb/record-items.ts';

const ITEM: Item = {
  PK: { S: 'PARTNER#demoPA' },
  SK: { S: 'PARTNER' },
  key_id: { S: '000000000000' },
  partner_id: { S: 'demoPA' },
  hash: { S: 'ab'.repeat(32) },
  name: { S: 'Demo' },
  status: { S: 'active' },
  scopes: { L: [{ S: '*' }] },
  allowed_ips: { L: [] },
  expires_at: { N: '1800000000' },
  legacy_token_enabled: { BOOL: true },
  legacy_token_off_at: { N: '1800000000' },
  token_generations: { M: {} },
};

// An attribute that is read but not requested looks like one without a value: no expiry, or no IP allowlist.
it('the check of an API key requests every attribute that it reads, and no other', () => {
  const read = new Set(['PK', 'SK']);
  const item = new Proxy(ITEM, {
    get: (target, name: string) => {
      read.add(name);
      return target[name];
    },
  });
  parseApiKeyRecord(item);
  parsePartner(item);
  expect([...API_KEY_ATTRIBUTES].toSorted()).toEqual([...read].toSorted());
});
