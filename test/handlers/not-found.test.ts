import { expect, it } from '@jest/globals';
import { handler as managementNotFound } from '../../lambdas/handlers/management-not-found.ts';
import { handler as notFound } from '../../lambdas/handlers/not-found.ts';
import { managementCall, problem } from './management-call.ts';
import { envelope, partnerCall } from './partner-call.ts';

it('the Partner API answers 404 for everything that is no route of it', async () => {
  const { status, json } = await partnerCall(notFound, { method: 'POST', route: '/partner' });
  expect({ status, json }).toEqual({
    status: 404,
    json: envelope(
      404,
      'not_found',
      'There is nothing at this path for this method: check both against the API documentation.',
    ),
  });
});

it('the Management API answers 404 for everything that is no route of it', async () => {
  const response = await managementCall(managementNotFound, { method: 'DELETE', route: '/session' });
  expect(problem(response)).toEqual({ status: 404, code: 'not_found' });
  expect(response.json.detail).toBe(
    'There is nothing at this path for this method: check both against the API description.',
  );
});
