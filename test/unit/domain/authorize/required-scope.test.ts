import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requiredScope } from '../../../../lambdas/domain/authorize/required-scope.ts';
import { includesScope, parseScopes, RESOURCES, SCOPES, type Scope } from '../../../../lambdas/domain/model/scopes.ts';

const needs = (method: string, path: string) => requiredScope(method, path === '' ? [] : path.split('/'));

describe('a call needs', () => {
  it.each<[string, string, Scope]>([
    ['GET', '', 'partner:read'],
    ['HEAD', '', 'partner:read'],
    ['PATCH', '', 'partner:write'],
    ['GET', 'webhook_url', 'partner:read'],
    ['POST', 'webhook_url', 'partner:write'],
    ['GET', 'clients', 'clients:read'],
    ['GET', 'clients/c', 'clients:read'],
    ['PATCH', 'clients/c', 'clients:write'],
    ['GET', 'clients/c/info/balance', 'balance:read'],
    ['GET', 'clients/c/channels/h/info/balance', 'balance:read'],
    ['GET', 'balance', 'balance:read'],
    ['GET', 'channels', 'channels:read'],
    ['GET', 'channels/h', 'channels:read'],
    ['POST', 'clients/c/channels/h/control/cancellation_request', 'channels:write'],
    ['POST', 'clients/c/channels/h/control/reactivate', 'channels:write'],
    ['GET', 'channels/h/api_keys', 'channel_keys:read'],
    ['POST', 'channels/h/api_keys', 'channel_keys:write'],
    ['DELETE', 'channels/h/api_keys', 'channel_keys:write'],
    ['GET', 'waba_accounts/w/waba_templates', 'templates:read'],
    ['POST', 'waba_accounts/w/waba_templates', 'templates:write'],
    ['DELETE', 'waba_accounts/w/waba_templates/t', 'templates:write'],
    ['POST', 'waba_accounts/w/flows', 'flows:write'],
    ['POST', 'waba_accounts/w/flows/f/assets', 'flows:write'],
    ['POST', 'waba_accounts/w/flows/f/publish', 'flows:write'],
    ['GET', 'sharing', 'sharing:read'],
    ['DELETE', 'sharing/s/more', 'sharing:write'],
  ])('%s /%s: %s', (method, path, scope) => {
    expect(needs(method, path)).toBe(scope);
  });
});

// An endpoint that is new upstream is closed to narrowed keys until somebody has said what it belongs to.
describe('everything else needs *', () => {
  it.each([
    ['PUT', ''],
    ['DELETE', ''],
    ['OPTIONS', 'clients'],
    ['TRACE', 'clients'],
    ['get', 'clients'],
    ['POST', 'clients'],
    ['DELETE', 'clients/c'],
    ['POST', 'balance'],
    ['GET', 'Clients'],
    ['GET', 'clients '],
    ['GET', 'clients.json'],
    ['GET', 'clients/c/info'],
    ['GET', 'clients/c/channels'],
    ['GET', 'clients/c/channels/h/control/reactivate'],
    ['PATCH', 'channels/h'],
    ['GET', 'channels/h/api_keys/k'],
    ['GET', 'waba_accounts'],
    ['GET', 'waba_accounts/w'],
    ['PATCH', 'waba_accounts/w/waba_templates/t'],
    ['PATCH', 'waba_accounts/w/flows'],
    ['DELETE', 'waba_accounts/w/flows'],
    ['GET', 'new'],
    // What a query or a fragment begins with, should it be decoded on the way.
    ['GET', 'channels/h?/api_keys'],
    ['GET', 'channels/h#/api_keys'],
    ['GET', 'clients/c?x/info/balance'],
    ['GET', 'sharing/?'],
  ])('%s /%s', (method, path) => {
    expect(needs(method, path)).toBe('*');
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
