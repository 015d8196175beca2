import { text } from 'node:stream/consumers';
import { endSessionsOf } from '../../lambdas/domain/users/end-sessions.ts';
import { addUser, removeUser } from '../../lambdas/domain/users/manage-users.ts';
import { OperatorError } from './operator-error.ts';
import type { OperatorPorts } from './ports.ts';

export interface NewUserOptions {
  readonly phone?: string;
  /** Of an account at another OpenID provider. */
  readonly subject?: string;
  readonly passwordFromStdin?: boolean;
}

const ACCESS = {
  invited: 'The user pool invites the user by e-mail.',
  password_set: 'The password is set.',
  unchanged: 'The account existed already and keeps its password.',
  elsewhere: 'The user signs in at another OpenID provider.',
} as const;

/** Commands about users. Each returns what is printed, and throws an OperatorError or a DependencyError. */

export async function addPartnerUser(
  { users, directory, issuer, standardInput }: OperatorPorts,
  partnerId: string,
  email: string,
  { phone, subject, passwordFromStdin = false }: NewUserOptions,
): Promise<string> {
  // Not as an argument: arguments show in the list of processes and in the shell's history.
  const password = passwordFromStdin ? (await text(standardInput)).replace(/\r?\n$/, '') : null;
  if (password === '') throw new OperatorError('Standard input held no password.');
  const identity = subject === undefined ? null : { issuer: await issuer(), subject };
  const result = await addUser(users, directory, { partnerId, email, phone: phone ?? null, password, identity });
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'partner_unknown':
      throw new OperatorError(`There is no partner ${partnerId}: create it first.`);
    case 'exists':
      throw new OperatorError(`${email} is already a user of a partner; nothing was changed.`);
    case 'identity_taken':
      throw new OperatorError('The account is linked to another user already; nothing was changed.');
    case 'added':
      return `Added ${email} to the partner ${partnerId}. ${ACCESS[result.access]}`;
  }
}

export async function signOutPartnerUser(
  { users, accounts }: OperatorPorts,
  partnerId: string,
  email: string,
): Promise<string> {
  let failure: unknown;
  const report = (error: unknown) => {
    failure = error;
  };
  const result = await endSessionsOf(partnerId, email, { users, accounts, report, nowMs: Date.now() });
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'not_found':
      throw new OperatorError(`The partner ${partnerId} has no user ${email}; nothing was changed.`);
    case 'ended': {
      const ended = `Ended every session and every legacy token of ${email}. Integrations that use them get 401 until they log in again.`;
      if (result.refreshTokensEnded) return ended;
      const reason = failure instanceof Error ? failure.message : 'The user pool failed.';
      return `${ended} The refresh tokens could not be ended: ${reason} What they lead to is refused; run the command again to end them.`;
    }
  }
}

export async function removePartnerUser({ users }: OperatorPorts, partnerId: string, email: string): Promise<string> {
  const result = await removeUser(users, partnerId, email);
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'not_found':
      throw new OperatorError(`The partner ${partnerId} has no user ${email}; nothing was changed.`);
    case 'removed':
      return `Removed ${email} from the partner ${partnerId} and revoked the user's legacy tokens. The sign-in account is kept. Keys the user created still belong to the partner.`;
  }
}
