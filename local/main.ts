import { readSettings, SettingsError } from './run/run-settings.ts';
import { startLocalRun } from './run/start-local-run.ts';

const REQUIRED_NODE = 24;

/** Runs the whole product on this machine until a signal stops it: `npm start`. */
async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < REQUIRED_NODE) {
    throw new SettingsError(
      `Node ${REQUIRED_NODE} is needed and this is ${process.version}. Use "npm start" after "npm ci", which brings it along on Linux and Windows, or install Node ${REQUIRED_NODE}.`,
    );
  }
  const settings = readSettings(process.argv.slice(2), process.env);
  let stop: (() => Promise<void>) | null = null;
  let stopping = false;
  const end = async (status: number) => {
    if (stopping) return;
    stopping = true;
    await stop?.();
    process.exit(status);
  };
  // Before anything is started, so that a signal during the start stops it, too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stopping) console.log('Stopping the local run.');
      void end(0);
    });
  }
  stop = await startLocalRun(settings, (reason) => {
    console.error(reason);
    void end(1);
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
