import { describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { createSessionsHandler } from '../../lambdas/handlers/sessions.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { ACTOR, NOW, USER } from './records-of-a-partner.ts';

const { logged } = observeFunctions();
const signOut = (ports: ManagementPorts) =>
  managementCall(createSessionsHandler(ports), { method: 'DELETE', route: '/sessions' });

describe('DELETE /sessions', () => {
  it('ends nothing if the records fail', async () => {
    const ports = managementPorts();
    ports.records.failure = new DependencyError('dynamodb', 'DynamoDB failed.');
    expect(problem(await signOut(ports))).toMatchObject({ status: 503 });
    expect(ports.accounts.ended).toEqual([]);
  });

  it('ends sessions, legacy tokens and refresh tokens of the caller', async () => {
    const ports = managementPorts();
    expect(await signOut(ports)).toMatchObject({ status: 204, body: '' });
    expect(ports.records.users.get(USER.userId)).toEqual({
      ...USER,
      generation: 2,
      revision: 2,
      sessionsValidAfter: NOW,
    });
    expect(ports.records.generations.get(USER.userId)).toMatchObject({ generation: 2 });
    expect(ports.accounts.ended).toEqual([USER.email]);
    expect(ports.records.events).toMatchObject([
      {
        partnerId: 'demoPA',
        event: { action: 'user.signed_out', actor: USER.email, target: USER.email, ip: ACTOR.ip },
      },
    ]);
    expect(logged()).toMatchObject([{ message: 'management_call', method: 'DELETE', status: 204 }]);
  });

  it('needs no active partner', async () => {
    expect(await signOut(managementPorts({ partner: { status: 'suspended' } }))).toMatchObject({ status: 204 });
  });

  // What refresh tokens lead to is refused, and a session that has ended could not repeat the call.
  it('has succeeded although the user pool fails, which is logged', async () => {
    const ports = managementPorts();
    ports.accounts.failure = new DependencyError('cognito', 'The user pool failed: TimeoutError.');
    expect(await signOut(ports)).toMatchObject({ status: 204 });
    expect(ports.records.users.get(USER.userId)?.sessionsValidAfter).toBe(NOW);
    expect(logged()).toMatchObject([
      { level: 'error', message: 'refresh_tokens_not_ended', detail: 'The user pool failed: TimeoutError.' },
      { message: 'management_call', status: 204 },
    ]);
  });

  it('succeeds for a user who was removed meanwhile', async () => {
    const ports = managementPorts();
    ports.records.users.clear();
    expect(await signOut(ports)).toMatchObject({ status: 204 });
    expect(ports.records.events).toEqual([]);
    expect(ports.accounts.ended).toEqual([]);
  });
});
