import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PARTNER_API_ACCESS_LOG_FORMAT } from '../../../../lib/rest-api/access-log-format.ts';
import { LogWatch } from '../../../../tools/proof/fuzz/judge/log-watch.ts';
import { SecretScanner } from '../../../../tools/proof/fuzz/judge/secret-scanner.ts';
import { accessLine } from '../../../support/log-lines.ts';
import { KEY_A } from './attacked.ts';

let directory: string;
let scanner: SecretScanner;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-watch-'));
  mkdirSync(join(directory, 'logs'));
  scanner = new SecretScanner();
  scanner.add(KEY_A);
  write('partner-api-access', line('earlier', { 'authorizer.code': 'unauthorized' }));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, ...lines: readonly string[]): void {
  appendFileSync(join(directory, 'logs', `${name}.log`), lines.map((text) => `${text}\n`).join(''));
}

function line(extendedRequestId: string, changes: Parameters<typeof accessLine>[0] = {}): string {
  return accessLine({ extendedRequestId, ...changes });
}

test('the allowed calls that are new are returned, up to the line that was waited for', async () => {
  write('partner-api-access', line('old'));
  const watch = new LogWatch(directory, scanner);
  write('partner-api-access', line('one'), line('two', { 'authorizer.code': 'unauthorized' }), line('last'));

  const { allowed, violations } = await watch.readUntil('last');

  expect(violations).toEqual([]);
  expect(allowed).toEqual([
    { id: 'one', partnerId: 'demoPA' },
    { id: 'last', partnerId: 'demoPA' },
  ]);
  write('partner-api-access', line('next'));
  expect((await watch.readUntil('next')).allowed).toHaveLength(1);
});

test.each<[string, string, (good: string) => string, RegExp]>([
  ['a secret in the log of a function', 'token', () => `{"password":"${KEY_A}"}`, /token\.log has a secret/],
  ['a secret in Base64', 'hub', () => `x ${Buffer.from(`ab${KEY_A}`).toString('base64')}`, /hub\.log has a secret/],
  ['a line of an access log that is not JSON', 'partner-api-access', () => 'nonsense', /is not JSON/],
  [
    'a field that the format does not have',
    'partner-api-access',
    (good) => good.replace('{', '{"more":"x",'),
    /other fields/,
  ],
  ['a field twice', 'partner-api-access', (good) => good.replace('"status":', '"status":"200","status":'), /twice/],
])('%s is a violation', async (_, log, textFrom, sentence) => {
  const watch = new LogWatch(directory, scanner);
  write(log, textFrom(line('forged')));
  write('partner-api-access', line('last'));

  const { violations } = await watch.readUntil('last');

  expect(violations.join()).toMatch(sentence);
});

test('the fields are those of the deployed format', () => {
  expect(Object.keys(JSON.parse(PARTNER_API_ACCESS_LOG_FORMAT.toString()))).toContain('extended_request_id');
});
