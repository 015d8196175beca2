import { describe, expect, test } from '@jest/globals';
import { callManagement } from '../../support/management-api.ts';

describe('GET /health', () => {
  test('answers anybody that the service is well, and nothing else', async () => {
    for (const token of [null, 'not-a-token']) {
      const { status, headers, json } = await callManagement({ path: '/health', token });

      expect({ status, json }).toEqual({ status: 200, json: { status: 'ok' } });
      expect(headers['cache-control']).toBe('no-store');
    }
  });
});
