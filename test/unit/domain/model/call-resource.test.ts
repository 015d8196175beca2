import { expect, it } from '@jest/globals';
import { CALL_RESOURCES, resourceOf } from '../../../../lambdas/domain/model/call-resource.ts';
import { RESOURCES, SCOPES } from '../../../../lambdas/domain/model/scopes.ts';

it.each(RESOURCES)('%s:read and %s:write are of that resource', (resource) => {
  expect([resourceOf(`${resource}:read`), resourceOf(`${resource}:write`)]).toEqual([resource, resource]);
});

it('what takes a scope of no resource is other, and what takes no scope is whoami', () => {
  expect([resourceOf('*'), resourceOf('*:read'), resourceOf(null)]).toEqual(['other', 'other', 'whoami']);
});

it('every resource is listed', () => {
  expect(new Set([null, ...SCOPES].map(resourceOf))).toEqual(new Set(CALL_RESOURCES));
});
