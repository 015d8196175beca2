import type { Between } from '../../../local/between.ts';
import { readSettings } from '../../../local/settings.ts';
import { startLocalRun } from '../../../local/start-local-run.ts';

/** The local run as `npm start` has it, with the proofs' proxies between functions and services. */
const control = process.env.PROOF_CONTROL;
if (control === undefined) throw new Error('PROOF_CONTROL names the proxies.');

/** Calls that nobody waits for would come among those that a proof counts, unless they are what it is about. */
const withBackground = process.env.PROOF_BACKGROUND === 'true';

const between: Between = async (service, address, user) => {
  if (user === 'background' && !withBackground) return address;
  const response = await fetch(`${control}/${service}`, { method: 'POST', body: address });
  return response.text();
};

const stop = await startLocalRun(
  readSettings([], process.env),
  (reason) => {
    process.stderr.write(`${reason}\n`);
    process.exit(1);
  },
  between,
);
process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
