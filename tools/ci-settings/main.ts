import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CiSettingsError, userConfiguration } from './settings.ts';

/** Writes `CDK_SETTINGS` to the file where `cdk` looks for context, on a machine that lives for one run. */
try {
  const file = join(homedir(), '.cdk.json');
  if (existsSync(file)) throw new CiSettingsError(`${file} exists already: this is for machines of a CI service.`);
  writeFileSync(file, userConfiguration(process.env.CDK_SETTINGS), { mode: 0o600 });
} catch (error) {
  if (!(error instanceof CiSettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
