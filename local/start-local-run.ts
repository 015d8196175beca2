import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { synthesize } from './assembly/synthesize.ts';
import { startCognito } from './cognito/start-cognito.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import { createDemoData, type DemoData } from './demo-data.ts';
import { createTables, deleteTables } from './dynamodb/create-tables.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { createFunctionPool, type FunctionPool } from './functions/function-pool.ts';
import { startGateway } from './gateway/start-gateway.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';
import { type LocalSettings, SettingsError } from './settings.ts';
import { loadApplication } from './template/load-application.ts';
import { startUpstream } from './upstream/start-upstream.ts';

const REGION = 'eu-central-1';
const ACCOUNT_ID = '000000000000';
/** The template wants https; the gateway is told where this name lives on this machine. */
const UPSTREAM_ORIGIN = 'https://partner-api.local.example';
/** What a run keeps in its directory. Only this is deleted: the directory may be anything that somebody has named. */
const DATA = ['dynamodb', 'accounts.json', 'logs', 'demo-data'];
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Starts everything and prints `ready {…}`. Answers how to stop it. Throws a SettingsError for what the user can mend. */
export async function startLocalRun(
  settings: LocalSettings,
  onFailure: (reason: string) => void,
): Promise<() => Promise<void>> {
  const { dataDirectory } = settings;
  mkdirSync(dataDirectory, { recursive: true });
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

  const closers: (() => void | Promise<void>)[] = [unlock];
  const stop = async () => {
    for (const close of closers.toReversed()) await close();
  };
  try {
    await start(settings, closers, onFailure);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function start(
  { dataDirectory, partnerApiPort, fresh }: LocalSettings,
  closers: (() => void | Promise<void>)[],
  onFailure: (reason: string) => void,
): Promise<void> {
  const [assemblyDirectory, dynamoDbServer, upstream] = await Promise.all([
    synthesize({ stage: 'local', keyEnvironment: 'test', upstreamUrl: UPSTREAM_ORIGIN }),
    startDynamoDb(dataDirectory, onFailure).then((server) => registered(closers, server)),
    startUpstream({ port: 0 }).then((server) => registered(closers, server)),
  ]);
  const application = loadApplication({ assemblyDirectory, region: REGION, accountId: ACCOUNT_ID });
  const table = only(application.tables, 'table');
  const api = only(application.apis, 'API');
  const userPoolId = only(application.physicalIds('AWS::Cognito::UserPool'), 'user pool');

  const cognitoServer = registered(
    closers,
    await startCognito({
      accountsFile: join(dataDirectory, 'accounts.json'),
      userPoolId,
      clientIds: application.physicalIds('AWS::Cognito::UserPoolClient'),
    }),
  );
  const dynamoDb = new DynamoDBClient({
    endpoint: dynamoDbServer.endpoint,
    region: REGION,
    credentials: CREDENTIALS,
  });
  const cognito = new CognitoIdentityProviderClient({
    endpoint: cognitoServer.endpoint,
    region: REGION,
    credentials: CREDENTIALS,
  });
  if (fresh) await deleteTables(dynamoDb, application.tables);
  await createTables(dynamoDb, application.tables);

  const logs = join(dataDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  const pools = new Map<string, FunctionPool>();
  for (const [arn, definition] of application.functions) {
    const pool = createFunctionPool({
      definition,
      runtimeEnvironment: {
        AWS_REGION: REGION,
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_ENDPOINT_URL_DYNAMODB: dynamoDbServer.endpoint,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognitoServer.endpoint,
      },
      log: lineWriter(join(logs, `${definition.name}.log`)),
    });
    pools.set(arn, registered(closers, pool));
  }

  const gateway = registered(
    closers,
    await startGateway({
      api,
      invoke: (arn, event) => {
        const pool = pools.get(arn);
        if (pool === undefined) throw new Error(`The API names a function that is not in the template: ${arn}.`);
        return pool.invoke(event);
      },
      port: partnerApiPort,
      upstreams: new Map([[UPSTREAM_ORIGIN, upstream.origin]]),
      accessLog: lineWriter(join(logs, 'partner-api-access.log')),
    }).catch((error: unknown) => {
      throw busyPort(error, partnerApiPort, 'PARTNER_API_PORT');
    }),
  );

  writeRunFile(dataDirectory, {
    dynamodb_endpoint: dynamoDbServer.endpoint,
    region: REGION,
    table: table.name,
    pid: process.pid,
    cognito_endpoint: cognitoServer.endpoint,
    user_pool_id: userPoolId,
  });
  closers.push(() => removeRunFile(dataDirectory));
  const demo = await createDemoData({
    dynamoDb,
    tableName: table.name,
    cognito,
    userPoolId,
    partnerApi: gateway.origin,
    markerFile: join(dataDirectory, 'demo-data'),
  });
  printWelcome(gateway.origin, dataDirectory, demo);
}

function printWelcome(partnerApi: string, dataDirectory: string, demo: DemoData | null): void {
  console.log(`Partner API   ${partnerApi}/api/v2`);
  console.log(`Data and logs ${dataDirectory}`);
  if (demo === null) {
    console.log(
      'The demo data is there from an earlier run; its key was shown then. "npm start -- --fresh" starts over.',
    );
  } else {
    const clients = `${partnerApi}/api/v2/partners/${demo.partner_id}/clients`;
    console.log('\nTry it with an API key, and with a legacy Bearer token:');
    console.log(`  curl -s ${clients} -H 'x-api-key: ${demo.api_key}'`);
    console.log(`  curl -s ${clients} -H 'Authorization: Bearer ${demo.legacy_token}'`);
    console.log('Revoke the key, and the first one stops at once:');
    console.log(`  npm run operator -- key revoke ${demo.api_key.split('_').slice(2, 4).join(' ')}\n`);
    console.log(`demo ${JSON.stringify(demo)}`);
  }
  console.log(`ready ${JSON.stringify({ partner_api: partnerApi })}`);
}

function registered<T extends { close(): Promise<void> }>(closers: (() => void | Promise<void>)[], part: T): T {
  closers.push(() => part.close());
  return part;
}

function only<T>(things: readonly T[], what: string): T {
  const [first, ...more] = things;
  if (first === undefined || more.length > 0)
    throw new Error(`The template must have one ${what}, not ${things.length}.`);
  return first;
}

function lineWriter(file: string): (line: string) => void {
  return (line) => appendFileSync(file, line.endsWith('\n') ? line : `${line}\n`);
}

function busyPort(error: unknown, port: number, variable: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return error;
  return new SettingsError(`Port ${port} is in use. Set ${variable} to another port, or to 0 for a free one.`);
}
