import { describe, expect, it } from '@jest/globals';
import { findViolations, readImports } from '../../../../tools/lint/check-rooms.ts';

const violations = (from: string, to: string) => findViolations([{ from, to }]);

describe('the map of rooms', () => {
  it.each([
    ['a lower room imports a higher one', 'lambdas/domain/model/records.ts', 'lambdas/domain/notices/notice-mail.ts'],
    [
      'a room inside a room imports a later one',
      'local/services/secrets/start-secrets.ts',
      'local/services/cognito/start-cognito.ts',
    ],
    ['a room is not listed', 'lambdas/domain/attic/old.ts', 'lambdas/domain/model/records.ts'],
  ])('refuses that %s', (_, from, to) => {
    expect(violations(from, to)).toEqual([expect.stringContaining(`${from} imports ${to}: `)]);
  });

  it.each([
    ['lambdas/domain/notices/notice-mail.ts', 'lambdas/domain/model/records.ts'],
    ['lib/stacks/service-stack.ts', 'lib/hub/partner-hub.ts'],
    ['local/run/run-settings.ts', 'local/run/welcome.ts'],
  ])('lets %s import %s', (from, to) => {
    expect(violations(from, to)).toEqual([]);
  });

  it('finds the imports of the project', () => {
    expect(readImports(['lambdas/domain'])).toContainEqual({
      from: 'lambdas/domain/authorize/authorize.ts',
      to: 'lambdas/domain/model/api-key.ts',
    });
  });
});
