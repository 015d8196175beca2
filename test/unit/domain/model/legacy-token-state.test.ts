import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  acceptsLegacyTokens,
  broadensLegacyTokens,
  invalidOffAt,
  type LegacyTokenSetting,
} from '../../../../lambdas/domain/model/legacy-token-state.ts';

const NOW = 1_800_000_000;
const stateOf = ({ enabled, offAt }: LegacyTokenSetting) => ({ legacyTokenEnabled: enabled, legacyTokenOffAt: offAt });
const setting = fc.record({ enabled: fc.boolean(), offAt: fc.option(fc.integer({ min: NOW - 5, max: NOW + 5 })) });
const MOMENTS = Array.from({ length: 12 }, (_, second) => NOW + second);

// Whatever the rule calls no broadening lets no token through at any later moment that was refused before.
it('a change takes a code if and only if legacy tokens are accepted at a moment when they were not', () => {
  fc.assert(
    fc.property(setting, setting, (before, after) => {
      const newly = MOMENTS.some(
        (moment) => acceptsLegacyTokens(stateOf(after), moment) && !acceptsLegacyTokens(stateOf(before), moment),
      );
      expect(broadensLegacyTokens(stateOf(before), after, NOW)).toBe(newly);
    }),
    { numRuns: 2000 },
  );
});

it.each<[LegacyTokenSetting, 'past' | 'off' | null]>([
  [{ enabled: false, offAt: NOW + 1 }, 'off'],
  [{ enabled: true, offAt: NOW }, 'past'],
  [{ enabled: true, offAt: NOW + 1 }, null],
  [{ enabled: true, offAt: null }, null],
  [{ enabled: false, offAt: null }, null],
])('%j is invalid because of: %s', (wanted, reason) => {
  expect(invalidOffAt(wanted, NOW)).toBe(reason);
});
