import { describe, expect, test } from '@jest/globals';
import { parseHubConfig } from '../../../dashboard/api/hub-config.ts';
import { pageAt, refusalPath, refusedRequest } from '../../../dashboard/navigation/pages.ts';
import { parseReturnPlace } from '../../../dashboard/session/return-place.ts';

const CONFIG = {
  issuer: 'https://idp.example.com/pool/',
  client_id: 'hub',
  scopes: 'openid email',
  logout: 'https://idp.example.com/logout?client_id=hub',
  management_api: 'https://hub.example.com/management/v1/',
  partner_api: 'https://api.example.com/api/v2',
};

describe('config.json', () => {
  test('is read, without slashes at the ends', () => {
    expect(parseHubConfig(CONFIG)).toEqual({
      issuer: 'https://idp.example.com/pool',
      clientId: 'hub',
      scopes: 'openid email',
      logout: 'https://idp.example.com/logout?client_id=hub',
      managementApi: 'https://hub.example.com/management/v1',
      partnerApi: 'https://api.example.com/api/v2',
    });
  });

  test.each(Object.keys(CONFIG))('without %s is refused, naming it', (name) => {
    for (const value of [undefined, '', 7, null]) {
      expect(() => parseHubConfig({ ...CONFIG, [name]: value })).toThrow(name);
    }
  });

  test.each(['issuer', 'logout', 'management_api', 'partner_api'])('with a %s that is not a URL is refused', (name) => {
    for (const value of ['javascript:alert(1)', 'data:text/html,x', '//elsewhere', 'elsewhere']) {
      expect(() => parseHubConfig({ ...CONFIG, [name]: value })).toThrow(name);
    }
  });

  test.each([null, 'text', 7])('that is %j is refused', (value) => {
    expect(() => parseHubConfig(value)).toThrow('config.json');
  });
});

describe('the place to come back to', () => {
  const draft = { form: 'change', keyId: 'abcDEF123456', fields: { access: 'read' } };

  test.each([
    '/activity',
    '/usage/legacy',
    '/denials/JJbxmF0VoAMFbnA=',
    '/api-keys/abcDEF123456/change',
    '/no-such-page',
  ])('is a page, with what was typed: %s', (path) => {
    expect(parseReturnPlace({ path, draft })).toEqual({ path, draft });
  });

  test.each([
    '//elsewhere.example',
    '/denials//elsewhere.example',
    '/\\elsewhere',
    'https://elsewhere.example',
    '/callback',
    '/a/../b',
    '',
    7,
    null,
  ])('is never %j', (path) => {
    expect(parseReturnPlace({ path, draft: 7 })).toEqual({ path: '/', draft: null });
  });

  test.each([undefined, null, 'text'])('is the start if %j was kept', (value) => {
    expect(parseReturnPlace(value)).toEqual({ path: '/', draft: null });
  });

  test.each([
    ['another form', { ...draft, form: 'delete' }],
    ['no ID of a key', { ...draft, keyId: '../../session' }],
    ['fields that are a list', { ...draft, fields: ['read'] }],
    ['no fields', { ...draft, fields: null }],
    ['too much', { ...draft, fields: { entries: 'x'.repeat(20_000) } }],
  ])('comes without a draft of %s', (_, kept) => {
    expect(parseReturnPlace({ path: '/security', draft: kept })).toEqual({ path: '/security', draft: null });
  });

  test('gives back texts only', () => {
    const fields = { name: 'ERP', access: { toString: 'no' }, count: 7 };

    expect(parseReturnPlace({ path: '/', draft: { form: 'generate', keyId: null, fields } }).draft).toEqual({
      form: 'generate',
      keyId: null,
      fields: { name: 'ERP' },
    });
  });
});

test.each([
  ['/api-keys', '/api-keys'],
  ['/api-keys/', '/api-keys'],
  ['/API-KEYS', null],
  ['/', null],
  ['/api-keys/x', null],
  ['/api-keys/abcDEF123456/delete', null],
  ['/api-keys/abcDEF123456/enable', '/api-keys'],
  ['/denials', '/denials'],
  ['/denials/JJbxmF0VoAMFbnA=', '/denials'],
  ['/denials/JJbxmF0VoAMFbnA%3D/', '/denials'],
  ['/denials/dpa_live_demoPA_x', null],
])('at %s is the page %p', (path, page) => {
  expect(pageAt(path)).toBe(page);
});

test.each(['JJbxmF0VoAMFbnA=', 'a/b+c-d_e12345=='])('the address of a refusal names its request: %s', (requestId) => {
  const path = refusalPath(requestId);

  expect(path).toMatch(/^\/denials\/[\w%=-]+$/);
  expect(refusedRequest(path)).toBe(requestId);
});
