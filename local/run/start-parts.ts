import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLogFiles } from '../files/log-files.ts';
import { removeRunFile, writeRunFile } from '../files/run-file.ts';
import { startFront } from '../front/start-front.ts';
import type { Invoke } from '../functions/invocation.ts';
import { startIam } from '../iam/start-iam.ts';
import type { ServiceProxyHook } from '../servers/proxy-hook.ts';
import type { Register } from '../servers/register.ts';
import { startClientCertificates } from '../services/client-certificates/start-client-certificates.ts';
import { createTables, deleteTables } from '../services/dynamodb/create-tables.ts';
import { startDynamoDb } from '../services/dynamodb/start-dynamodb.ts';
import { startMail } from '../services/mail/start-mail.ts';
import { createDeadLetters } from '../services/queues/dead-letters.ts';
import { startQueues } from '../services/queues/start-queues.ts';
import { startSchedules } from '../services/schedules/start-schedules.ts';
import { startEventSourceMappings } from '../services/streams/start-event-source-mappings.ts';
import { createStreamClient } from '../services/streams/stream-client.ts';
import { loadApplication } from '../template/load-application.ts';
import { startUpstream } from '../upstream/start-upstream.ts';
import { apisOf, only, outputOf } from './apis.ts';
import { createDemoData } from './demo-data.ts';
import { type LocalSettings, SettingsError } from './run-settings.ts';
import { serveApplication } from './serve-application.ts';
import { startServices } from './start-services.ts';
import { synthesize } from './synthesize.ts';
import { printWelcome } from './welcome.ts';

const REGION = 'eu-central-1';
const ACCOUNT_ID = '000000000000';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
/** The template requires https URLs for these services, which have other URLs on this machine. */
const UPSTREAM = 'https://partner-api.local.example';
const MESSAGING = 'https://messaging-api.local.example';

const CONTEXT = {
  stage: 'local',
  keyEnvironment: 'test',
  upstreamUrl: UPSTREAM,
  messagingApiUrl: MESSAGING,
  senderAddress: 'partner-hub@local.example',
  securityContact: 'mailto:security@local.example',
};

/** Starts one part after the other, because a part may need the URLs of those before. */
export async function startParts(
  { dataDirectory, partnerApiPort, hubPort, mailboxPort, fresh }: LocalSettings,
  register: Register,
  onFailure: (reason: string) => void,
  proxyHook: ServiceProxyHook,
): Promise<void> {
  // First, so that a busy port is reported at once, and because other parts need the URL of the hub.
  const front = register(await startFront(hubPort).catch(busyPort(hubPort, 'HUB_PORT')));
  const mail = register(await startMail({ port: mailboxPort }).catch(busyPort(mailboxPort, 'MAILBOX_PORT')));
  const [assemblyDirectory, dynamoDbServer, upstream] = await Promise.all([
    synthesize(CONTEXT, () => console.log('Building the application. The first start takes about ten seconds.')),
    startDynamoDb(dataDirectory, onFailure).then(register),
    startUpstream({ port: 0, hubUrl: front.origin }).then(register),
  ]);
  const application = loadApplication({ assemblyDirectory, region: REGION, accountId: ACCOUNT_ID });
  const distribution = only(application.distributions, 'distribution');
  const table = only(application.tables, 'table');
  // The user pool starts before the functions, which it calls as triggers.
  let invokeFunction: Invoke | null = null;
  const services = await startServices({
    application,
    region: REGION,
    dataDirectory,
    hub: front.origin,
    mail,
    senderAddress: CONTEXT.senderAddress,
    invoke: async (arn, event) => {
      if (invokeFunction === null) throw new Error('The local run is starting.');
      return invokeFunction(arn, event);
    },
    register,
  });

  const client = { region: REGION, credentials: CREDENTIALS };
  const dynamoDb = new DynamoDBClient({ ...client, endpoint: dynamoDbServer.endpoint });
  const cognito = new CognitoIdentityProviderClient({ ...client, endpoint: services.cognitoEndpoint });
  if (fresh) await deleteTables(dynamoDb, application.tables);
  await createTables(dynamoDb, application.tables);

  const clientCertificates = register(
    await startClientCertificates({
      clientCertificateIds: application.physicalIds('AWS::ApiGateway::ClientCertificate'),
    }),
  );
  const iam = await startIam({
    application,
    region: REGION,
    accountId: ACCOUNT_ID,
    upstreams: {
      'api-gateway': clientCertificates.endpoint,
      cognito: services.cognitoEndpoint,
      dynamodb: dynamoDbServer.endpoint,
      'secrets-manager': services.secrets.endpoint,
      ses: mail.sesEndpoint,
    },
    accessKey: CREDENTIALS.accessKeyId,
    proxyHook,
    onRefusal: (message) => console.error(message),
    dataDirectory,
    register,
  });
  const queues = register(await startQueues({ queues: application.queues, file: join(dataDirectory, 'queues.json') }));
  const upstreamOrigin = await proxyHook('upstream', upstream.origin, 'call');
  const logOf = createLogFiles(dataDirectory);
  const { partnerApi, managementApi, invoke } = await serveApplication({
    application,
    distribution,
    ...apisOf(application, distribution),
    partnerApiPort,
    front,
    upstreams: new Map([[UPSTREAM, upstreamOrigin]]),
    urls: new Map([
      ...services.urls,
      [services.keySet.inTemplate, await proxyHook('key-set', services.keySet.local, 'call')],
      [`https://${distribution.domainName}`, front.origin],
      [MESSAGING, await proxyHook('messaging', services.messagingOrigin, 'call')],
      [UPSTREAM, upstreamOrigin],
    ]),
    runtimeEnvironmentOf: (functionArn) => ({
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      ...iam.environmentOf(functionArn),
    }),
    secretValue: services.secrets.valueOf,
    logOf,
    giveUp: createDeadLetters({
      functions: application.functions,
      allows: iam.allows,
      send: queues.send,
      onLost: (message) => console.error(message),
    }),
    register,
  }).catch(busyPort(partnerApiPort, 'PARTNER_API_PORT'));
  invokeFunction = invoke;
  const schedules = register(
    await startSchedules({
      schedules: application.schedules,
      region: REGION,
      accountId: ACCOUNT_ID,
      invoke,
      log: logOf('schedules'),
    }),
  );

  register(
    await startEventSourceMappings({
      mappings: application.eventSourceMappings,
      region: REGION,
      client: createStreamClient({
        endpoint: dynamoDbServer.endpoint,
        region: REGION,
        accessKey: CREDENTIALS.accessKeyId,
      }),
      positionsFile: join(dataDirectory, 'streams.json'),
      allows: iam.allows,
      invoke,
      sendDeadLetter: queues.send,
      log: logOf('event-source-mappings'),
    }),
  );

  writeRunFile(dataDirectory, {
    dynamodb_endpoint: dynamoDbServer.endpoint,
    region: REGION,
    table: table.name,
    pid: process.pid,
    cognito_endpoint: services.cognitoEndpoint,
    user_pool_id: services.userPoolId,
    partner_api: partnerApi,
    hub: front.origin,
    mailbox: mail.origin,
    management_api_endpoint: managementApi,
    secrets_endpoint: services.secrets.endpoint,
    messaging_endpoint: services.messagingOrigin,
    schedules_endpoint: schedules.endpoint,
    queues_endpoint: queues.endpoint,
    usage_dead_letters_url: queues.urlOf(outputOf(application, 'UsageDeadLettersUrl')),
    notices_dead_letters_url: queues.urlOf(outputOf(application, 'NoticesDeadLettersUrl')),
    ses_endpoint: mail.sesEndpoint,
    sender_address: CONTEXT.senderAddress,
    issuer: services.issuer,
    sign_in_keys_file: services.signInKeysFile,
  });
  register({ close: () => removeRunFile(dataDirectory) });
  const demo = await createDemoData({
    dynamoDb,
    tableName: table.name,
    cognito,
    userPoolId: services.userPoolId,
    partnerApi,
    markerFile: join(dataDirectory, 'demo-data'),
  });
  printWelcome({ partner_api: partnerApi, hub: front.origin, mailbox: mail.origin }, dataDirectory, demo);
}

/** Explains a busy port. Throws every other error unchanged. */
function busyPort(port: number, variable: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error;
    throw new SettingsError(`Port ${port} is in use. Set ${variable} to another port, or to 0 for a free one.`);
  };
}
