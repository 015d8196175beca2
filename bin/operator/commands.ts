import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { identifyApiKey } from '../../lambdas/domain/api-key.ts';
import {
  type AccountDirectory,
  addUser,
  createPartner,
  type PartnerRegistry,
  removeUser,
  revokeApiKey,
  setPartnerStatus,
} from '../../lambdas/domain/manage-partners.ts';

/** A command that cannot be carried out; the message says why and what to change. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

export interface OperatorPorts {
  readonly registry: PartnerRegistry;
  readonly directory: AccountDirectory;
  readonly standardInput: NodeJS.ReadableStream;
}

const USAGE = `Usage: npm run operator -- [--stage <stage>] <command>

  partner create <partnerId> <name>
  partner suspend <partnerId>
  partner reactivate <partnerId>
  user add <partnerId> <e-mail> [--phone +4930123456] [--password-from-stdin]
  user add <partnerId> <e-mail> [--phone +4930123456] --subject <sub at another OpenID provider>
  user remove <partnerId> <e-mail>
  key revoke <partnerId> <keyId>      or: key revoke <hint of the key>

Without --stage the local run is meant. With it, the outputs of the stage's stacks and the AWS credentials of the
environment are used.`;

const ACCESS = {
  invited: 'The user pool invites the user by e-mail.',
  password_set: 'The password is set.',
  unchanged: 'The account was there already and keeps its password.',
  elsewhere: 'The account is one of another OpenID provider.',
} as const;

const COMMANDS = ['partner create', 'partner suspend', 'partner reactivate', 'user add', 'user remove', 'key revoke'];

/** Throws an OperatorError with the usage, before anything is looked up, if there is no such command. */
export function assertCommand(argv: readonly string[]): void {
  const [subject, verb] = parse(argv).positionals;
  if (!COMMANDS.includes(`${subject} ${verb}`)) throw new OperatorError(USAGE);
}

/** Carries out one command and answers the sentence that tells its result. Throws an OperatorError or a DependencyError. */
export async function runOperatorCommand(argv: readonly string[], ports: OperatorPorts): Promise<string> {
  const { positionals, values } = parse(argv);
  const [subject, verb, ...rest] = positionals;
  if (subject !== 'user' && Object.keys(values).length > 0) throw new OperatorError(USAGE);
  switch (`${subject} ${verb}`) {
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
    case 'user add':
      return add(ports, rest, values);
    case 'user remove':
      if (Object.keys(values).length > 0) throw new OperatorError(USAGE);
      return remove(ports, rest);
    case 'key revoke':
      return revoke(ports, rest);
    default:
      throw new OperatorError(USAGE);
  }
}

async function changeStatus({ registry }: OperatorPorts, rest: string[], status: 'active' | 'suspended') {
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

async function add(
  { registry, directory, standardInput }: OperatorPorts,
  rest: string[],
  values: { phone?: string | undefined; 'password-from-stdin'?: boolean | undefined; subject?: string | undefined },
) {
  const [partnerId, email] = exactly(rest, 2);
  // Not as an argument: those show in the list of processes and in the shell's history.
  const password = values['password-from-stdin'] ? (await text(standardInput)).replace(/\r?\n$/, '') : null;
  if (password === '') throw new OperatorError('Standard input held no password.');
  if (values.subject === '' || (values.subject !== undefined && password !== null)) throw new OperatorError(USAGE);
  const accounts = values.subject === undefined ? directory : existingAccount(values.subject);
  const result = await addUser(registry, accounts, { partnerId, email, phone: values.phone ?? null, password });
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

async function remove({ registry }: OperatorPorts, rest: string[]) {
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

async function revoke({ registry }: OperatorPorts, rest: string[]) {
  const [first, second, ...more] = rest;
  const named = second === undefined ? identifyApiKey(first ?? '') : { partnerId: first ?? '', keyId: second };
  if (named === null || more.length > 0) throw new OperatorError(USAGE);
  const { partnerId, keyId } = named;
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

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { phone: { type: 'string' }, subject: { type: 'string' }, 'password-from-stdin': { type: 'boolean' } },
    });
  } catch (error) {
    throw new OperatorError(`${error instanceof Error ? error.message : 'The command is ill-formed.'}\n\n${USAGE}`);
  }
}

function exactly(rest: readonly string[], count: 1): [string];
function exactly(rest: readonly string[], count: 2): [string, string];
function exactly(rest: readonly string[], count: number): readonly string[] {
  if (rest.length !== count) throw new OperatorError(USAGE);
  return rest;
}
