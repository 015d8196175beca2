import { readSettings } from '../../../local/run/run-settings.ts';
import { startLocalRun } from '../../../local/run/start-local-run.ts';
import type { ServiceProxyHook } from '../../../local/servers/proxy-hook.ts';

/** Starts the local run like `npm start`, with the proof's proxies between functions and services. */
const control = process.env.PROOF_CONTROL;
if (control === undefined) throw new Error('PROOF_CONTROL names the proxies.');

/** Background calls would be counted among those of a flow, so they bypass the proxies unless a test is about them. */
const withBackground = process.env.PROOF_BACKGROUND === 'true';

const proxyHook: ServiceProxyHook = async (service, address, user) => {
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
  proxyHook,
);
process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
