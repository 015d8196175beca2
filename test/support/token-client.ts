import { AdminInitiateAuthCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { readHubConfig } from '../../tools/client/sign-in.ts';
import { hub } from './hub.ts';
import { localApplication } from './local-application.ts';
import { runInfo } from './local-run.ts';

let clientId: Promise<string> | undefined;

/** The genuine ID token that `POST /token` gets for the user, and throws away. */
export async function tokenOfTokenClient(user: { readonly email: string; readonly password: string }): Promise<string> {
  clientId ??= findTokenClient();
  const { cognito_endpoint: endpoint, user_pool_id: UserPoolId } = runInfo();
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
  const application = await localApplication();
  const [id, ...more] = application.physicalIds('AWS::Cognito::UserPoolClient').filter((other) => other !== client_id);
  if (id === undefined || more.length > 0) throw new Error('There is not exactly one client beside the hub’s.');
  return id;
}
