import { describe, expect, it } from '@jest/globals';
import { prime } from '../../../../lambdas/http/partner-api/prime.ts';

describe('prime', () => {
  it('never fails, and does not try again what failed', async () => {
    let calls = 0;
    await prime(async () => {
      calls += 1;
      throw new Error('There is no table.');
    });
    expect(calls).toBe(1);
  });

  it('makes one call after the other', async () => {
    const steps: string[] = [];
    await prime(async () => {
      steps.push('begun');
      await Promise.resolve();
      steps.push('ended');
    });
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual(steps.map((_, index) => (index % 2 === 0 ? 'begun' : 'ended')));
  });
});
