import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbApiKeyStore } from '../../../lambdas/adapters/api-keys/dynamodb-api-key-store.ts';
import { DynamoDbTable } from '../../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbPartnerStaff } from '../../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbSettingsStore } from '../../../lambdas/adapters/settings/dynamodb-settings-store.ts';
import { CognitoAccountDirectory } from '../../../lambdas/adapters/users/cognito-account-directory.ts';
import { DynamoDbUserStore } from '../../../lambdas/adapters/users/dynamodb-user-store.ts';
import type { OperatorControls } from '../../../lambdas/domain/settings/operate-settings.ts';
import type { RunFile } from '../../../local/files/run-file.ts';
import { localClient, localRunOf } from '../../client/local-run.ts';
import { type DemoData, type RunProcess, startRun } from '../../client/run-process.ts';

/** A local run as the proofs see it: from outside by HTTP, and its records. */
export interface Target {
  /** Origins without a path. */
  readonly partnerApi: string;
  readonly hub: string;
  readonly mailbox: string;
  readonly demo: DemoData | null;
  readonly dynamoDb: DynamoDBClient;
  readonly tableName: string;
  /** What the operator's commands use. */
  readonly registry: DynamoDbPartnerRegistry;
  readonly users: DynamoDbUserStore;
  readonly controls: OperatorControls;
  readonly directory: CognitoAccountDirectory;
}

export interface PrivateRun extends Target {
  readonly run: RunProcess;
  stop(): Promise<void>;
}

export interface PrivateRunOptions {
  readonly dataDirectory: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly command?: readonly [string, ...string[]];
  readonly detached?: boolean;
}

export function newDataDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'proof-'));
}

export function removeDataDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** Starts a private run on free ports. The data directory is kept. */
export async function startPrivateRun(options: PrivateRunOptions): Promise<PrivateRun> {
  const run = startRun(options);
  const end = () => void run.process.kill('SIGKILL');
  process.once('exit', end);
  const { origin: partnerApi, hub, mailbox, demo } = await run.ready;
  return {
    ...recordsOf(localRunOf(options.dataDirectory)),
    partnerApi,
    hub,
    mailbox,
    demo,
    run,
    stop: async () => {
      process.off('exit', end);
      run.process.kill('SIGTERM');
      await run.ended;
    },
  };
}

/** Opens the records of a local run. */
export function recordsOf(run: RunFile) {
  const { table: tableName, user_pool_id } = run;
  const dynamoDb = new DynamoDBClient(localClient(run, run.dynamodb_endpoint));
  const cognito = new CognitoIdentityProviderClient(localClient(run, run.cognito_endpoint));
  const table = new DynamoDbTable(dynamoDb, tableName);
  return {
    dynamoDb,
    tableName,
    registry: new DynamoDbPartnerRegistry(table),
    users: new DynamoDbUserStore(table),
    controls: {
      keys: new DynamoDbApiKeyStore(table),
      settings: new DynamoDbSettingsStore(table),
      staff: new DynamoDbPartnerStaff(table),
    },
    directory: new CognitoAccountDirectory(cognito, user_pool_id),
  };
}
