import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createCognitoClient } from '../../lambdas/adapters/aws/cognito-client.ts';
import { createSecretsManagerClient } from '../../lambdas/adapters/aws/secrets-manager-secret.ts';
import { createSesClient } from '../../lambdas/adapters/aws/ses-mailer.ts';
import { createDynamoDbClient } from '../../lambdas/adapters/dynamodb/dynamodb-client.ts';
import { createApiGatewayClient } from '../../lambdas/adapters/operations/api-gateway-client-certificate.ts';

/** The part of the SDK's own handler that this test needs; the clients' types know only what all handlers have. */
interface Handler {
  updateHttpClientConfig(key: 'requestTimeout', value: number): void;
  handle(request: object): Promise<unknown>;
}

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

// Unless it is told to throw, the SDK only logs that the time is over, and the function waits until its own is.
it.each([
  ['API Gateway', createApiGatewayClient],
  ['Cognito', createCognitoClient],
  ['DynamoDB', createDynamoDbClient],
  ['Secrets Manager', createSecretsManagerClient],
  ['SES', createSesClient],
])(
  'a request that %s does not answer in time fails',
  async (_, createClient) => {
    const client = createClient();
    const requestHandler = client.config.requestHandler as unknown as Handler;
    requestHandler.updateHttpClientConfig('requestTimeout', 20);
    const request = {
      protocol: 'http:',
      hostname: '127.0.0.1',
      port,
      method: 'POST',
      path: '/',
      query: {},
      headers: {},
    };
    await expect(requestHandler.handle(request)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    client.destroy();
  },
  5_000,
);
