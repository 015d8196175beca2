import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { showsSecret } from '../../lambdas/domain/model/api-key.ts';
import { isSubject } from '../../lambdas/domain/users/identity.ts';
import { disableKey, type KeyOptions, listKeys, NAME_A_KEY, nameKey, revokeKey } from './key-commands.ts';
import { replayNoticeLetters } from './notice-commands.ts';
import { addPartner, changeStatus, type NewPartnerOptions, partnerSettings } from './partner-commands.ts';
import type { OperatorPorts } from './ports.ts';
import { changesOf, parseAllowedIps, parseLifetimeDays, type SettingsOptions } from './settings-options.ts';
import { replayUsage } from './usage-commands.ts';
import { addPartnerUser, type NewUserOptions, removePartnerUser, signOutPartnerUser } from './user-commands.ts';

export interface OperatorContext {
  /** Opens the records of a deployed stage, or of the local run for null. */
  open(stage: string | null): Promise<OperatorPorts>;
  print(text: string): void;
  printError(text: string): void;
}

const SECRET_ARGUMENT =
  'error: an API key is a secret and is no argument: the history of the shell and the list of processes show it. Give its hint ("key list"), or add --from-stdin and give the key on standard input.';

const [OK, FAILED, MISUSED] = [0, 1, 2] as const;

/** Runs one command line. Returns the exit status: 1 if the command failed, 2 if it was not understood. */
export async function runOperator(argv: readonly string[], context: OperatorContext): Promise<0 | 1 | 2> {
  // Before anything reads them: a message about an argument repeats it.
  if (argv.some(showsSecret)) {
    context.printError(`${SECRET_ARGUMENT}\n`);
    return MISUSED;
  }
  try {
    await operatorProgram(context).parseAsync([...argv], { from: 'user' });
    return OK;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      context.printError(`${error instanceof Error ? error.message : error}\n`);
      return FAILED;
    }
    // Help and version end this way, too.
    if (error.exitCode === 0) return OK;
    // Everything else has been printed together with the help.
    if (error.code === 'commander.help') context.printError('\nerror: missing command\n');
    return MISUSED;
  }
}

/** Returns the operator's commands. They throw a CommanderError if they are misused, else as their functions do. */
export function operatorProgram({ open, print, printError }: OperatorContext): Command {
  const program = new Command('npm run operator --')
    .description(
      'Manages partners, users and keys. Without --stage, commands act on the local run. With it, they use the outputs of the stage’s stacks and the AWS credentials of the environment.',
    )
    .option('--stage <stage>', 'act on this deployed stage')
    .version(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')).version)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: printError })
    .configureHelp({ showGlobalOptions: true, visibleCommands: commandsBelow, subcommandTerm: termOf })
    .showHelpAfterError();

  /** Makes an action of a function that returns what is printed. */
  const printing =
    <A extends unknown[]>(run: (ports: OperatorPorts, ...args: A) => Promise<string>) =>
    async (...args: A): Promise<void> => {
      const ports = await open(program.opts<{ stage?: string }>().stage ?? null);
      print(`${await run(ports, ...args)}\n`);
    };

  const partner = program.command('partner').description('Manages partners.');
  partner
    .command('create <partnerId> <name>')
    .description('Creates a partner.')
    .option('--legacy-token', 'accept legacy tokens; without it, a user of the partner can turn them on with a code')
    .action(
      printing((ports, partnerId: string, name: string, options: NewPartnerOptions) =>
        addPartner(ports, partnerId, name, options),
      ),
    );
  partner
    .command('suspend <partnerId>')
    .description('Refuses every credential of the partner, from the next call on.')
    .action(printing((ports, partnerId: string) => changeStatus(ports, partnerId, 'suspended')));
  partner
    .command('reactivate <partnerId>')
    .description('Accepts the credentials of a suspended partner again.')
    .action(printing((ports, partnerId: string) => changeStatus(ports, partnerId, 'active')));
  partner
    .command('settings <partnerId>')
    .description('Shows the settings of the partner, or changes those given.')
    .addOption(
      new Option('--allowed-ips <list>', 'IP addresses and ranges that calls may come from, separated by commas')
        .argParser(parseAllowedIps)
        .conflicts('anyIp'),
    )
    .option('--any-ip', 'allow calls from any IP address')
    .option('--max-key-lifetime-days <days>', 'maximum lifetime of new keys, or none', parseLifetimeDays)
    .action(
      printing((ports, partnerId: string, options: SettingsOptions) =>
        partnerSettings(ports, partnerId, changesOf(options)),
      ),
    );

  const user = program.command('user').description('Manages the users of a partner.');
  user
    .command('add <partnerId> <e-mail>')
    .description('Adds a user, whom the user pool invites by e-mail unless a password is set.')
    .option('--phone <number>', 'phone number for codes by WhatsApp, for example +4930123456')
    .option('--password-from-stdin', 'set the password, read from standard input')
    .addOption(
      new Option('--subject <sub>', 'subject of the account at another OpenID provider; creates no account')
        .argParser(parseSubject)
        .conflicts('passwordFromStdin'),
    )
    .action(
      printing((ports, partnerId: string, email: string, options: NewUserOptions) =>
        addPartnerUser(ports, partnerId, email, options),
      ),
    );
  user
    .command('sign-out <partnerId> <e-mail>')
    .description('Ends every session and every legacy token of a user.')
    .action(printing((ports, partnerId: string, email: string) => signOutPartnerUser(ports, partnerId, email)));
  user
    .command('remove <partnerId> <e-mail>')
    .description('Removes a user and revokes the user’s legacy tokens.')
    .action(printing((ports, partnerId: string, email: string) => removePartnerUser(ports, partnerId, email)));

  const key = program.command('key').description('Manages the API keys of a partner.');
  key
    .command('list <partnerId>')
    .description('Lists the keys of the partner.')
    .action(printing((ports, partnerId: string) => listKeys(ports, partnerId)));
  for (const [name, description, run] of [
    ['disable', 'Disables a key until a user of the partner enables it.', disableKey],
    ['revoke', 'Revokes a key, which cannot be undone.', revokeKey],
  ] as const) {
    key
      .command(name)
      .description(description)
      .argument('[partnerId|hint]', 'partner ID; or the hint of the key, without a key ID')
      .argument('[keyId]', 'key ID')
      .option('--from-stdin', 'read the key, or its hint, from standard input')
      .action((first: string | undefined, second: string | undefined, options: KeyOptions, command: Command) => {
        const named = nameKey(first, second, options) ?? command.error(`error: ${NAME_A_KEY}`);
        return printing(async (ports) => run(ports, await named(ports)))();
      });
  }

  const usage = program.command('usage').description('Manages usage figures.');
  usage
    .command('replay')
    .description('Counts the log batches of the dead-letter queue.')
    .action(printing(async (ports) => replayUsage(await ports.usage())));
  const notices = program.command('notices').description('Manages notices to users.');
  notices
    .command('replay')
    .description('Sends the notices of the dead-letter queue that are less than a day old.')
    .action(printing(async (ports) => replayNoticeLetters(await ports.notices())));
  return program;
}

function parseSubject(text: string): string {
  if (!isSubject(text))
    throw new InvalidArgumentError('Use the sub claim of the account: 1 to 255 visible ASCII characters, without #.');
  return text;
}

/** Lists whole commands such as `partner suspend`, also in the help of the program itself. */
function commandsBelow(command: Command): Command[] {
  return command.commands.flatMap((child) => (child.commands.length === 0 ? [child] : commandsBelow(child)));
}

function termOf(command: Command): string {
  const parameters = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [command.parent?.name(), command.name(), ...parameters].join(' ');
}
