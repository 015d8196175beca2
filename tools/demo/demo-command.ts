import { DemoError } from './calls.ts';
import type { DemoOptions } from './partner-session.ts';

/** The demo data of `npm start`. The password opens nothing else. */
const EMAIL = 'owner@demo.example';
const PASSWORD = 'Demo-Passw0rd!';

/** Runs a demo as a command: `npm run <script> -- [hub] [mailbox]`. Every step is printed with its number. */
export async function runAsCommand(script: string, demo: (options: DemoOptions) => Promise<void>): Promise<void> {
  try {
    const [hub = 'http://localhost:3601', mailbox = 'http://localhost:3602', ...more] = process.argv.slice(2);
    if (more.length > 0 || !URL.canParse(hub) || !URL.canParse(mailbox)) {
      throw new DemoError(`Usage: npm run ${script} -- [address of the hub] [address of the mailbox]`);
    }
    let step = 0;
    await demo({
      hub: new URL(hub).origin,
      mailbox: new URL(mailbox).origin,
      email: EMAIL,
      password: PASSWORD,
      // Lines that begin with a space belong to the step before.
      print: (line) =>
        console.log(line.startsWith(' ') ? `   ${line}` : `${String(++step).padStart(2)}. ${line.trimEnd()}`),
    });
    console.log('All as the contract says.');
  } catch (error) {
    console.error(error instanceof DemoError ? `The demo failed. ${error.message}` : error);
    process.exitCode = 1;
  }
}
