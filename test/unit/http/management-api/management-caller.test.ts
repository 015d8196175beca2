import { describe, expect, it } from '@jest/globals';
import { actorOf, managementContext } from '../../../../lambdas/http/management-api/management-caller.ts';

const actor = { userId: 'user', email: 'ana@demo.example', partnerId: 'demoPA', ip: '203.0.113.7' };
const context = { user_id: 'user', email: 'ana@demo.example', partner_id: 'demoPA', viewer_ip: '203.0.113.7' };

// A function that is reached without its authorizer must not act for anybody.
describe('no caller is read from', () => {
  it.each([[undefined], [null], [{}]])('%j', (foreign) => {
    expect(() => actorOf(foreign)).toThrow(TypeError);
  });

  it.each(Object.keys(context).flatMap((name) => [undefined, null, '', 1, {}].map((value) => [name, value] as const)))(
    'a context whose %s is %j',
    (name, value) => {
      expect(() => actorOf({ ...context, [name]: value })).toThrow(`The authorizer context lacks ${name}.`);
    },
  );
});

it('a caller comes through the gateway as the authorizer saw it', () => {
  expect(managementContext(actor)).toEqual(context);
  expect(actorOf(managementContext(actor))).toEqual(actor);
  expect(managementContext({ ...actor, ip: null })).toEqual({ ...context, viewer_ip: 'unknown' });
  expect(actorOf(managementContext({ ...actor, ip: null }))).toEqual({ ...actor, ip: null });
});
