import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CognitoAccountDirectory } from '../../../lambdas/adapters/cognito-account-directory.ts';
import { DynamoDbApiKeyStore } from '../../../lambdas/adapters/dynamodb-api-key-store.ts';
import { DynamoDbPartnerRegistry } from '../../../lambdas/adapters/dynamodb-partner-registry.ts';
import { DynamoDbPartnerStaff } from '../../../lambdas/adapters/dynamodb-partner-staff.ts';
import { DynamoDbSettingsStore } from '../../../lambdas/adapters/dynamodb-settings-store.ts';
import { DynamoDbTable } from '../../../lambdas/adapters/dynamodb-table.ts';
import type { OperatorControls } from '../../../lambdas/domain/operate-controls.ts';
import { type RunFile, readRunFile } from '../../../local/run-file.ts';
import { type DemoData, type RunProcess, startRun } from '../../../test/support/run-process.ts';

/** A local run as the proofs look at it: by HTTP from outside, and at its records. */
export interface Target {
  /** Origins without a path. */
  readonly partnerApi: string;
  readonly hub: string;
  readonly mailbox: string;
  readonly demo: DemoData | null;
  readonly dynamoDb: DynamoDBClient;
  readonly tableName: string;
  /** The operator's own code. */
  readonly registry: DynamoDbPartnerRegistry;
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
}

export function newDataDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'proof-'));
}

export function removeDataDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** A run of its own, on free ports. The data directory stays. */
export async function startPrivateRun(options: PrivateRunOptions): Promise<PrivateRun> {
  const run = startRun(options);
  const end = () => void run.process.kill('SIGKILL');
  process.once('exit', end);
  const { origin: partnerApi, hub, mailbox, demo } = await run.ready;
  return {
    ...recordsOf(options.dataDirectory),
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

/** What the run of that directory keeps. Throws an Error if none goes on. */
export function recordsOf(dataDirectory: string) {
  const file = readRunFile(dataDirectory);
  if (file === null) throw new Error(`Nothing runs on ${dataDirectory}: start it with "npm start".`);
  return recordsIn(file);
}

function recordsIn({ dynamodb_endpoint, cognito_endpoint, region, table: tableName, user_pool_id }: RunFile) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const dynamoDb = new DynamoDBClient({ endpoint: dynamodb_endpoint, region, credentials });
  const cognito = new CognitoIdentityProviderClient({ endpoint: cognito_endpoint, region, credentials });
  const table = new DynamoDbTable(dynamoDb, tableName);
  return {
    dynamoDb,
    tableName,
    registry: new DynamoDbPartnerRegistry(dynamoDb, tableName),
    controls: {
      keys: new DynamoDbApiKeyStore(table),
      settings: new DynamoDbSettingsStore(table),
      staff: new DynamoDbPartnerStaff(table),
    },
    directory: new CognitoAccountDirectory(cognito, user_pool_id),
  };
}
