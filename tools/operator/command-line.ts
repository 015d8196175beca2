import { parseArgs } from 'node:util';
import { identifyApiKey } from '../../lambdas/domain/api-key.ts';

/** A command that cannot be carried out; the message says why and what to change. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

const USAGE = `Usage: npm run operator -- [--stage <stage>] <command>

  partner create <partnerId> <name>
  partner suspend <partnerId>
  partner reactivate <partnerId>
  partner settings <partnerId> [--allowed-ips 203.0.113.7,2001:db8::/48 | --any-ip]
                               [--max-key-lifetime-days <days> | --max-key-lifetime-days none]
  user add <partnerId> <e-mail> [--phone +4930123456] [--password-from-stdin]
  user add <partnerId> <e-mail> [--phone +4930123456] --subject <sub at another OpenID provider>
  user remove <partnerId> <e-mail>
  key list <partnerId>
  key disable <partnerId> <keyId>     or: key disable <hint of the key>
  key revoke <partnerId> <keyId>      or: key revoke <hint of the key>
  usage replay                        counts the log batches of the dead-letter queue
  notices replay                      sends the notices of the dead-letter queue that are less than a day old

Without --stage the local run is meant. With it, the outputs of the stage's stacks and the AWS credentials of the
environment are used.`;

const OPTIONS = {
  phone: { type: 'string' },
  subject: { type: 'string' },
  'password-from-stdin': { type: 'boolean' },
  'allowed-ips': { type: 'string' },
  'any-ip': { type: 'boolean' },
  'max-key-lifetime-days': { type: 'string' },
} as const;

/** Every command with the options that it takes. */
const COMMANDS = {
  'partner create': [],
  'partner suspend': [],
  'partner reactivate': [],
  'partner settings': ['allowed-ips', 'any-ip', 'max-key-lifetime-days'],
  'user add': ['phone', 'subject', 'password-from-stdin'],
  'user remove': [],
  'key list': [],
  'key disable': [],
  'key revoke': [],
  'usage replay': [],
  'notices replay': [],
} as const satisfies Record<string, readonly (keyof typeof OPTIONS)[]>;

type CommandName = keyof typeof COMMANDS;
export type Options = ReturnType<typeof parse>['values'];

export interface CommandLine {
  readonly command: CommandName;
  readonly rest: readonly string[];
  /** Only such as the command takes. */
  readonly options: Options;
}

/** Throws an OperatorError with the usage for anything that is no command. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { positionals, values } = parse(argv);
  const [subject, verb, ...rest] = positionals;
  const command = `${subject} ${verb}`;
  if (!isCommand(command)) throw usageError();
  const known: readonly string[] = COMMANDS[command];
  if (Object.keys(values).some((name) => !known.includes(name))) throw usageError();
  return { command, rest, options: values };
}

export function usageError(): OperatorError {
  return new OperatorError(USAGE);
}

export function exactly(rest: readonly string[], count: 1): [string];
export function exactly(rest: readonly string[], count: 2): [string, string];
export function exactly(rest: readonly string[], count: number): readonly string[] {
  if (rest.length !== count) throw usageError();
  return rest;
}

/** A key by partner and ID, or by what is shown of it. */
export function namedKey(rest: readonly string[]): { readonly partnerId: string; readonly keyId: string } {
  const [first, second, ...more] = rest;
  const named = second === undefined ? identifyApiKey(first ?? '') : { partnerId: first ?? '', keyId: second };
  if (named === null || more.length > 0) throw usageError();
  return named;
}

function isCommand(text: string): text is CommandName {
  return Object.hasOwn(COMMANDS, text);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new OperatorError(`${error instanceof Error ? error.message : 'The command is ill-formed.'}\n\n${USAGE}`);
  }
}
