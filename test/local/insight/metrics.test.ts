import { describe, expect, test } from '@jest/globals';
import { apiKeyOf, newApiKeyParts } from '../../support/api-key.ts';
import { eventually } from '../../support/eventually.ts';
import { measuredBy, totalOf } from '../../support/function-logs.ts';
import { request } from '../../support/local-run.ts';
import { echoCall, withKey } from '../../support/partner-calls.ts';
import { createApiKey, createPartner, ELSEWHERE } from '../../support/records.ts';
import { runSchedules } from '../../support/schedules.ts';

const CALLS = 4;

test('the end of the client certificate is looked at by the clock, and measured', async () => {
  await runSchedules();

  await eventually(async () => {
    const [first] = measuredBy('CertificateCheck');
    // A certificate of the run itself: a year from its start.
    expect(first?.values.ClientCertificateDaysLeft).toBe(364);
  });
});

describe('metrics of calls', () => {
  test('come from the counting function, by the code of the refusal, and from nobody on the call’s way', async () => {
    const partnerId = await createPartner();
    const good = await createApiKey(partnerId);
    const elsewhere = await createApiKey(partnerId, ELSEWHERE);
    await request(echoCall(partnerId));
    const before = await eventually(async () => measuredBy('UsageCounter'));
    const refusedBefore = (code: string) => before.filter((document) => document.code === code);

    for (let call = 0; call < CALLS; call++) {
      await request(echoCall(partnerId, withKey(good.key)));
      await request(echoCall(partnerId, withKey(elsewhere.key)));
      await request(echoCall(partnerId, withKey(apiKeyOf(newApiKeyParts(partnerId)))));
    }

    await eventually(async () => {
      const now = measuredBy('UsageCounter');
      for (const code of ['ip_not_allowed', 'unauthorized']) {
        const refused = now.filter((document) => document.code === code);
        expect(totalOf(refused, 'Refused')).toBeGreaterThanOrEqual(totalOf(refusedBefore(code), 'Refused') + CALLS);
      }
      expect(totalOf(now, 'LogLines')).toBeGreaterThanOrEqual(totalOf(before, 'LogLines') + 5 * CALLS);
      expect(totalOf(now, 'MalformedLines')).toBe(0);
      expect(now.every(({ namespace }) => namespace.startsWith('PartnerApiAuthentication/'))).toBe(true);
    });
    expect(measuredBy('PartnerAuthorizer')).toEqual([]);
  });
});
