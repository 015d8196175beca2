import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What tests and tools may know about an active run. */
export interface RunFile {
  readonly dynamodb_endpoint: string;
  readonly region: string;
  readonly table: string;
  readonly pid: number;
  readonly cognito_endpoint: string;
  readonly user_pool_id: string;
  /** Origins, as in the line `ready`. */
  readonly partner_api: string;
  readonly hub: string;
  readonly mailbox: string;
  /** The Management API without the hub in front of it. */
  readonly management_api_endpoint: string;
  readonly secrets_endpoint: string;
  readonly messaging_endpoint: string;
  /** `GET` lists the rules with scheduled functions, `POST /<rule>` calls those of one rule at once. */
  readonly schedules_endpoint: string;
  /** SQS, and the URL there of the queue with log batches that were not counted. */
  readonly queues_endpoint: string;
  readonly usage_dead_letters_url: string;
  /** URL of the queue with notices that were not sent. */
  readonly notices_dead_letters_url: string;
  /** SES, and the sender's e-mail address. */
  readonly ses_endpoint: string;
  readonly sender_address: string;
  /** The issuer of the hub's ID tokens. */
  readonly issuer: string;
  /** The provider's JWKS with its private parts. */
  readonly sign_in_keys_file: string;
}

const pathIn = (dataDirectory: string) => join(dataDirectory, 'run.json');

export function writeRunFile(dataDirectory: string, run: RunFile): void {
  writeFileSync(pathIn(dataDirectory), `${JSON.stringify(run, null, 2)}\n`);
}

export function removeRunFile(dataDirectory: string): void {
  rmSync(pathIn(dataDirectory), { force: true });
}

/** Returns null if there is no active run on this directory. */
export function readRunFile(dataDirectory: string): RunFile | null {
  const path = pathIn(dataDirectory);
  if (!existsSync(path)) return null;
  const run: RunFile = JSON.parse(readFileSync(path, 'utf8'));
  // A killed run leaves its file behind.
  return isAlive(run.pid) ? run : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
