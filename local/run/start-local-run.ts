import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockDataDirectory } from '../files/data-directory-lock.ts';
import { removeRunFile } from '../files/run-file.ts';
import { GRANTS_FILE } from '../iam/start-iam.ts';
import { noServiceProxies, type ServiceProxyHook } from '../servers/proxy-hook.ts';
import { createRegister } from '../servers/register.ts';
import { type LocalSettings, SettingsError } from './run-settings.ts';
import { startParts } from './start-parts.ts';

/** What a run stores in its directory. Only this is deleted, because the user may choose any directory. */
const DATA = [
  'dynamodb',
  'accounts.json',
  'logs',
  'demo-data',
  'queues.json',
  'secrets.json',
  'streams.json',
  'sign-in-keys.json',
  'sign-in-port',
  'sign-in-state.json',
  GRANTS_FILE,
];

/**
 * Starts everything and prints `ready {…}`. Returns a function that stops it. Throws a SettingsError for a problem that the
 * user can solve.
 */
export async function startLocalRun(
  settings: LocalSettings,
  onFailure: (reason: string) => void,
  proxyHook: ServiceProxyHook = noServiceProxies,
): Promise<() => Promise<void>> {
  const { dataDirectory } = settings;
  createDirectory(dataDirectory);
  const unlock = await lockDataDirectory(dataDirectory);
  if (unlock === null) {
    throw new SettingsError(
      `Another run uses ${dataDirectory}. Stop it, or set LOCAL_DATA_DIR to another directory for this one.`,
    );
  }
  removeRunFile(dataDirectory);
  if (settings.fresh) {
    for (const name of DATA) rmSync(join(dataDirectory, name), { recursive: true, force: true });
  }

  const { register, closeAll: stop } = createRegister();
  register({ close: unlock });
  try {
    await startParts(settings, register, onFailure, proxyHook);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

function createDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(
      `The data directory ${directory} cannot be created (${reason}). Set LOCAL_DATA_DIR to another directory.`,
    );
  }
}
