import { AdminInitiateAuthCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { readHubConfig } from '../../bin/demo/sign-in.ts';
import { synthesize } from '../../local/assembly/synthesize.ts';
import { loadApplication } from '../../local/template/load-application.ts';
import { hub, hubRunInfo } from './hub.ts';
import { runInfo } from './local-run.ts';

/** What the shared run is synthesized from, so that its assembly is found and not made anew. */
const CONTEXT = {
  stage: 'local',
  keyEnvironment: 'test',
  upstreamUrl: 'https://partner-api.local.example',
  messagingApiUrl: 'https://messaging-api.local.example',
  senderAddress: 'partner-hub@local.example',
};

let clientId: Promise<string> | undefined;

/** The genuine ID token that `POST /token` gets for the user, and throws away. */
export async function tokenOfTokenClient(user: { readonly email: string; readonly password: string }): Promise<string> {
  clientId ??= findTokenClient();
  const { cognito_endpoint: endpoint, user_pool_id: UserPoolId } = hubRunInfo();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const cognito = new CognitoIdentityProviderClient({ endpoint, region: runInfo().region, credentials });
  const { AuthenticationResult } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId: await clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
    }),
  );
  const token = AuthenticationResult?.IdToken;
  if (token === undefined) throw new Error('The user pool gave no ID token.');
  return token;
}

/** The client that is not the hub's. */
async function findTokenClient(): Promise<string> {
  const { client_id } = await readHubConfig(hub);
  const application = loadApplication({
    assemblyDirectory: await synthesize(CONTEXT),
    region: runInfo().region,
    accountId: '000000000000',
  });
  const [id, ...more] = application.physicalIds('AWS::Cognito::UserPoolClient').filter((other) => other !== client_id);
  if (id === undefined || more.length > 0) throw new Error('There is not exactly one client beside the hub’s.');
  return id;
}
