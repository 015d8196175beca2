import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import type { GrantUse } from '../../local/iam/grants.ts';
import { GRANTS_FILE, startIam } from '../../local/iam/start-iam.ts';
import { parsePolicy } from '../../local/policy/policy-document.ts';
import { noServiceProxies } from '../../local/servers/proxy-hook.ts';

export const REGION = 'eu-central-1';
const ACCOUNT_ID = '000000000000';
const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:f`;

export const ARNS = {
  table: `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/`,
  secret: `arn:aws:secretsmanager:${REGION}:${ACCOUNT_ID}:secret:pepper-Ab12Cd`,
  userPool: `arn:aws:cognito-idp:${REGION}:${ACCOUNT_ID}:userpool/eu-central-1_pool`,
  certificates: `arn:aws:apigateway:${REGION}::/clientcertificates/`,
  identity: `arn:aws:ses:${REGION}:${ACCOUNT_ID}:identity/`,
};

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Stands for every service: keeps what it is sent and answers as told. */
export async function startService(answer: (response: ServerResponse) => void) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString('utf8');
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A function whose role has these statements, before services that are all at one address. */
export async function guard(upstream: string, ...statements: object[]) {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'iam-'));
  const closers: (() => void | Promise<void>)[] = [];
  const refusals: string[] = [];
  const definition = {
    arn: FUNCTION_ARN,
    name: 'f',
    directory: '',
    handler: '',
    environment: {},
    logGroup: '',
    deadLetterQueueArn: null,
  };
  const iam = await startIam({
    region: REGION,
    accountId: ACCOUNT_ID,
    application: {
      functions: new Map([[FUNCTION_ARN, { ...definition, timeoutSeconds: 1, memoryMb: 128 }]]),
      roles: new Map([
        [
          FUNCTION_ARN,
          {
            arn: `arn:aws:iam::${ACCOUNT_ID}:role/r`,
            name: 'r',
            statements: parsePolicy({ Statement: statements }, { conditions: true }),
          },
        ],
      ]),
      apis: [],
      secrets: [{ arn: ARNS.secret, name: 'pepper', generate: null }],
      tables: [],
    },
    upstreams: {
      'api-gateway': upstream,
      cognito: upstream,
      dynamodb: upstream,
      'secrets-manager': upstream,
      ses: upstream,
    },
    accessKey: 'local',
    proxyHook: noServiceProxies,
    onRefusal: (what) => refusals.push(what),
    dataDirectory,
    register: (part) => {
      closers.push(() => part.close());
      return part;
    },
  });
  const environment: Record<string, string> = iam.environmentOf(FUNCTION_ARN);
  return {
    environment,
    /** What people are told. */
    refusals,
    dynamoDb: new DynamoDBClient(clientOptions(environment, 'DYNAMODB')),
    secretsManager: new SecretsManagerClient(clientOptions(environment, 'SECRETS_MANAGER')),
    apiGateway: new APIGatewayClient(clientOptions(environment, 'API_GATEWAY')),
    cognito: new CognitoIdentityProviderClient(clientOptions(environment, 'COGNITO_IDENTITY_PROVIDER')),
    ses: new SESv2Client(clientOptions(environment, 'SESV2')),
    /** Ends it. Answers what was needed of the grants. */
    close: async (): Promise<GrantUse[]> => {
      for (const close of closers.toReversed()) await close();
      const uses = JSON.parse(readFileSync(join(dataDirectory, GRANTS_FILE), 'utf8'));
      rmSync(dataDirectory, { recursive: true });
      return uses;
    },
  };
}

function clientOptions(environment: Record<string, string>, service: string) {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = environment;
  return {
    region: REGION,
    endpoint: environment[`AWS_ENDPOINT_URL_${service}`] ?? '',
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: AWS_SESSION_TOKEN,
    },
    maxAttempts: 1,
  };
}
