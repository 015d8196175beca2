import { describe, expect, test } from '@jest/globals';
import { changedRequest, LANGUAGES, requestSnippet, trialCall } from '../../../dashboard/key-parts/request-snippets.ts';

const TARGET = { partnerApi: 'https://api.example.com/api/v2', partnerId: 'demoPA' };

describe.each(LANGUAGES)('the request in $label', ({ id }) => {
  const lines = requestSnippet(id, TARGET);

  test('names the address once and changes one header', () => {
    const text = lines.map((line) => line.text).join('\n');

    expect(text.split('https://api.example.com/api/v2/partners/demoPA/channels')).toHaveLength(2);
    expect(lines.filter(({ change }) => change === 'before').map((line) => line.text)).toEqual([
      expect.stringMatching(/authorization.*bearer/i),
    ]);
    expect(lines.filter(({ change }) => change === 'after').map((line) => line.text)).toEqual([
      expect.stringMatching(/x-api-key.*PARTNER_API_KEY/),
    ]);
  });

  test('is copied as it will be', () => {
    const copied = changedRequest(lines);

    expect(copied).toMatch(/x-api-key/);
    expect(copied).not.toMatch(/bearer/i);
  });
});

test('a call to try a key is one command for a shell', () => {
  expect(trialCall(TARGET, { key: 'dpa_test_demoPA_abc_def', scopes: ['*'] })).toBe(
    "curl 'https://api.example.com/api/v2/partners/demoPA/channels' \\\n  -H 'x-api-key: dpa_test_demoPA_abc_def'",
  );
});

test.each([
  [['*:read'], '/partners/demoPA/channels'],
  [['channels:write'], '/partners/demoPA/channels'],
  [['balance:read', 'channel_keys:write'], '/whoami'],
])('a key with %j is tried with a call that it may make', (scopes, path) => {
  expect(trialCall(TARGET, { key: 'k', scopes })).toContain(`api/v2${path}'`);
});
