import { findLocalRun, NoLocalRunError } from '../client/local-run.ts';
import { MailboxError } from '../client/mailbox.ts';
import { DemoError } from './calls.ts';
import type { DemoOptions } from './partner-session.ts';

/** The demo data of `npm start`. The password is good for nothing else. */
const EMAIL = 'owner@demo.example';
const PASSWORD = 'Demo-Passw0rd!';

/** Runs a demo as a command: `npm run <script> -- [hub] [mailbox]`. Prints every step with its number. */
export async function runAsCommand(script: string, demo: (options: DemoOptions) => Promise<void>): Promise<void> {
  try {
    const [hub, mailbox] = readUrls(script, process.argv.slice(2));
    let step = 0;
    await demo({
      hub,
      mailbox,
      email: EMAIL,
      password: PASSWORD,
      // Lines that begin with a space belong to the step before.
      print: (line) =>
        console.log(line.startsWith(' ') ? `   ${line}` : `${String(++step).padStart(2)}. ${line.trimEnd()}`),
    });
    console.log('Done: every step behaved as specified.');
  } catch (error) {
    console.error(isExpected(error) ? `The demo failed. ${error.message}` : error);
    process.exitCode = 1;
  }
}

/** Returns the origins of hub and mailbox: those given, else those of the local run. */
function readUrls(script: string, given: readonly string[]): [hub: string, mailbox: string] {
  if (given.length > 2 || !given.every((url) => URL.canParse(url))) {
    throw new DemoError(`Usage: npm run ${script} -- [URL of the hub] [URL of the mailbox]`);
  }
  const [hub, mailbox] = given;
  return [new URL(hub ?? findLocalRun().hub).origin, new URL(mailbox ?? findLocalRun().mailbox).origin];
}

function isExpected(error: unknown): error is Error {
  return error instanceof DemoError || error instanceof MailboxError || error instanceof NoLocalRunError;
}
