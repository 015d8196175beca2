import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requiredScope } from '../../../../lambdas/domain/authorize/required-scope.ts';
import { includesScope, parseScopes, RESOURCES, SCOPES, type Scope } from '../../../../lambdas/domain/model/scopes.ts';
import { PARTNER_API_ENDPOINTS } from '../../../support/partner-api-endpoints.ts';

const needs = (method: string, path: string) => requiredScope(method, path === '' ? [] : path.split('/'));

const example = (path: string) => path.slice(1).replaceAll(/\{\w+\}/g, 'x');

describe('a call needs', () => {
  it.each(PARTNER_API_ENDPOINTS)('$method $path: $scope', ({ method, path, scope }) => {
    expect(needs(method, example(path))).toBe(scope);
    if (method === 'GET') expect(needs('HEAD', example(path))).toBe(scope);
  });

  it.each<[string, string, Scope]>([
    ['GET', 'clients/c', 'clients:read'],
    ['GET', 'waba_accounts/w/waba_templates/t', 'templates:read'],
    ['PATCH', 'waba_accounts/w/flows/f', 'flows:write'],
    ['GET', 'selective_partner_change_requests/r/more', 'partner:read'],
    ['GET', 'settings/account_sharing', 'sharing:read'],
    ['DELETE', 'account_sharing/numbers/n', 'sharing:write'],
  ])('%s /%s: %s', (method, path, scope) => {
    expect(needs(method, path)).toBe(scope);
  });

  it.each(RESOURCES)('some endpoint is opened by %s:write', (resource) => {
    const needed = PARTNER_API_ENDPOINTS.map(({ method, path }) => needs(method, example(path)));
    expect(needed.some((scope) => scope.startsWith(`${resource}:`))).toBe(true);
    expect(needed.filter((scope) => includesScope([`${resource}:write`], scope))).not.toEqual([]);
  });

  it.each(RESOURCES.filter((resource) => resource !== 'sharing'))('some endpoint is opened by %s:read', (resource) => {
    const needed = PARTNER_API_ENDPOINTS.map(({ method, path }) => needs(method, example(path)));
    expect(needed.filter((scope) => includesScope([`${resource}:read`], scope))).not.toEqual([]);
  });
});

// An endpoint that is new upstream is closed to keys for single resources until somebody has said what it belongs to.
describe('everything else needs', () => {
  it.each([
    ['PUT', ''],
    ['DELETE', ''],
    ['OPTIONS', 'clients'],
    ['TRACE', 'clients'],
    ['get', 'clients'],
    ['POST', 'clients'],
    ['DELETE', 'clients/c'],
    ['POST', 'balance'],
    ['PATCH', 'channels/h'],
    ['POST', 'account_sharing'],
    ['POST', 'sharing'],
    ['PATCH', 'settings'],
    ['POST', 'settings/account_sharing'],
    ['PATCH', 'selective_partner_change_requests/r'],
    ['PATCH', 'waba_accounts/w'],
    ['PATCH', 'waba_accounts/w/flows'],
    ['DELETE', 'waba_accounts/w/flows'],
    ['DELETE', 'channels/h?/api_keys'],
    ['POST', 'account_sharing/?'],
  ])('%s /%s: *', (method, path) => {
    expect(needs(method, path)).toBe('*');
  });

  it.each([
    'Clients',
    'clients ',
    'clients.json',
    'clients/c/info',
    'clients/c/channels',
    'clients/c/channels/h/control/reactivate',
    'channels/h/api_keys/k',
    'waba_accounts',
    'account_sharing',
    'settings',
    'new',
    // What a query or a fragment begins with, should it be decoded on the way.
    'channels/h?/api_keys',
    'channels/h#/api_keys',
    'clients/c?x/info/balance',
    'account_sharing/?',
  ])('GET /%s: *:read', (path) => {
    expect(needs('GET', path)).toBe('*:read');
    expect(needs('HEAD', path)).toBe('*:read');
  });
});

describe('scopes', () => {
  it('are kept in one order, without those that others include', () => {
    expect(parseScopes(['flows:read', 'clients:write', 'clients:read', 'flows:read'])).toEqual([
      'clients:write',
      'flows:read',
    ]);
    expect(parseScopes([...SCOPES])).toEqual(['*']);
    expect(parseScopes(['*:read', 'clients:read', 'clients:write'])).toEqual(['*:read', 'clients:write']);
  });

  it.each([
    [[]],
    [['clients']],
    [['clients:delete']],
    [['*:write']],
    [['clients:read', 'nothing:read']],
    [['CLIENTS:read']],
    [['']],
  ])('%j are none', (entries) => {
    expect(parseScopes(entries)).toBeNull();
  });

  it('of one resource open no other', () => {
    for (const resource of RESOURCES) {
      const opened = SCOPES.filter((needed) => includesScope([`${resource}:write`], needed));
      expect(opened).toEqual([`${resource}:read`, `${resource}:write`]);
      expect(SCOPES.filter((needed) => includesScope([`${resource}:read`], needed))).toEqual([`${resource}:read`]);
    }
    expect(SCOPES.filter((needed) => includesScope(['*:read'], needed))).toEqual(
      SCOPES.filter((scope) => scope.endsWith(':read')),
    );
    expect(SCOPES.filter((needed) => !includesScope(['*'], needed))).toEqual([]);
  });

  it('mean the same in their normal form', () => {
    fc.assert(
      fc.property(fc.subarray([...SCOPES], { minLength: 1 }), fc.constantFrom(...SCOPES), (given, needed) => {
        expect(includesScope(parseScopes(given) ?? [], needed)).toBe(includesScope(given, needed));
      }),
    );
  });
});
