import { text } from 'node:stream/consumers';
import {
  type AccountDirectory,
  addUser,
  createPartner,
  type PartnerRegistry,
  removeUser,
  revokeApiKey,
  setPartnerStatus,
} from '../../lambdas/domain/manage-partners.ts';
import type { OperatorControls } from '../../lambdas/domain/operate-controls.ts';
import { type CommandLine, exactly, namedKey, OperatorError, type Options, usageError } from './command-line.ts';
import { disableKey, listKeys, partnerSettings } from './control-commands.ts';
import { type OperatorNotices, replayNoticeLetters } from './notice-commands.ts';
import { type OperatorUsage, replayUsage } from './usage-commands.ts';

export interface OperatorPorts {
  readonly registry: PartnerRegistry;
  readonly controls: OperatorControls;
  readonly directory: AccountDirectory;
  /** Looked up by the command that needs it alone. */
  readonly usage: () => Promise<OperatorUsage>;
  readonly notices: () => Promise<OperatorNotices>;
  readonly standardInput: NodeJS.ReadableStream;
}

const ACCESS = {
  invited: 'The user pool invites the user by e-mail.',
  password_set: 'The password is set.',
  unchanged: 'The account was there already and keeps its password.',
  elsewhere: 'The account is one of another OpenID provider.',
} as const;

/** Carries out one command and answers the sentence that tells its result. Throws an OperatorError or a DependencyError. */
export async function runOperatorCommand(
  { command, rest, options }: CommandLine,
  ports: OperatorPorts,
): Promise<string> {
  switch (command) {
    case 'partner create': {
      const [partnerId, name] = exactly(rest, 2);
      const result = await createPartner(ports.registry, partnerId, name);
      if (result.outcome === 'invalid') throw new OperatorError(result.detail);
      if (result.outcome === 'exists') throw new OperatorError(`The partner ${partnerId} exists already.`);
      return `Created the partner ${partnerId}.`;
    }
    case 'partner suspend':
      return changeStatus(ports, rest, 'suspended');
    case 'partner reactivate':
      return changeStatus(ports, rest, 'active');
    case 'partner settings':
      return partnerSettings(ports.controls, rest, options);
    case 'user add':
      return add(ports, rest, options);
    case 'user remove':
      return remove(ports, rest);
    case 'key list':
      return listKeys(ports.controls, rest);
    case 'key disable':
      return disableKey(ports.controls, rest);
    case 'key revoke':
      return revoke(ports, rest);
    case 'usage replay':
      return replayUsage(await ports.usage(), rest);
    case 'notices replay':
      return replayNoticeLetters(await ports.notices(), rest);
  }
}

async function changeStatus({ registry }: OperatorPorts, rest: readonly string[], status: 'active' | 'suspended') {
  const [partnerId] = exactly(rest, 1);
  const result = await setPartnerStatus(registry, partnerId, status);
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'partner_unknown':
      throw new OperatorError(`There is no partner ${partnerId}.`);
    case 'unchanged':
      throw new OperatorError(`The partner ${partnerId} is ${status} already; nothing was changed.`);
    case 'changed':
      return status === 'suspended' ? `Suspended the partner ${partnerId}.` : `Reactivated the partner ${partnerId}.`;
  }
}

async function add({ registry, directory, standardInput }: OperatorPorts, rest: readonly string[], options: Options) {
  const [partnerId, email] = exactly(rest, 2);
  // Not as an argument: those show in the list of processes and in the shell's history.
  const password = options['password-from-stdin'] ? (await text(standardInput)).replace(/\r?\n$/, '') : null;
  if (password === '') throw new OperatorError('Standard input held no password.');
  if (options.subject === '' || (options.subject !== undefined && password !== null)) throw usageError();
  const accounts = options.subject === undefined ? directory : existingAccount(options.subject);
  const result = await addUser(registry, accounts, { partnerId, email, phone: options.phone ?? null, password });
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'partner_unknown':
      throw new OperatorError(`There is no partner ${partnerId}: create it first.`);
    case 'exists':
      throw new OperatorError(`${email} is a user of a partner already; nothing was changed.`);
    case 'added':
      return `Added ${email} to the partner ${partnerId}. ${ACCESS[result.access]}`;
  }
}

/** An account that is kept elsewhere: nothing is created, and its users sign in there. */
function existingAccount(subject: string): AccountDirectory {
  return { ensureAccount: async () => ({ subject, access: 'elsewhere' }) };
}

async function remove({ registry }: OperatorPorts, rest: readonly string[]) {
  const [partnerId, email] = exactly(rest, 2);
  const result = await removeUser(registry, partnerId, email);
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'not_found':
      throw new OperatorError(`The partner ${partnerId} has no user ${email}; nothing was changed.`);
    case 'removed':
      return `Removed ${email} from the partner ${partnerId}: out of the hub, and without legacy tokens. The account itself stays, and its keys are the partner's.`;
  }
}

async function revoke({ registry }: OperatorPorts, rest: readonly string[]) {
  const { partnerId, keyId } = namedKey(rest);
  const result = await revokeApiKey(registry, partnerId, keyId);
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'not_found':
      throw new OperatorError(`The partner ${partnerId} has no active key ${keyId}; nothing was changed.`);
    case 'revoked':
      return `Revoked the key ${keyId} of the partner ${partnerId}.`;
  }
}
