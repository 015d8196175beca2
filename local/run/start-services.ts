import { join } from 'node:path';
import { Env } from '../../lambdas/env.ts';
import type { Invoke } from '../functions/invocation.ts';
import type { Register } from '../servers/register.ts';
import { createUrlTable } from '../servers/url-table.ts';
import { Accounts } from '../services/accounts/accounts.ts';
import { afterPasswordReset } from '../services/cognito/post-confirmation.ts';
import { startCognito } from '../services/cognito/start-cognito.ts';
import type { MailServer } from '../services/mail/start-mail.ts';
import { startMessaging } from '../services/messaging/start-messaging.ts';
import { startSecrets } from '../services/secrets/start-secrets.ts';
import { startSignIn } from '../services/sign-in/start-sign-in.ts';
import type { Application } from '../template/application.ts';
import { only } from './apis.ts';

const KEY_SET = '/.well-known/jwks.json';

export interface ServicesOptions {
  readonly application: Application;
  readonly region: string;
  readonly dataDirectory: string;
  /** Origin of the hub. */
  readonly hub: string;
  readonly mail: MailServer;
  /** Sender of the user pool's e-mails. */
  readonly senderAddress: string;
  /** Calls the user pool's triggers. */
  readonly invoke: Invoke;
  readonly register: Register;
}

/** Starts the parts that emulate Secrets Manager, the user pool and the Messaging API. */
export async function startServices(options: ServicesOptions) {
  const { application, region, dataDirectory, hub, mail, senderAddress, invoke, register } = options;
  const { id: userPoolId, postConfirmation } = only(application.userPools, 'user pool');
  const client = only(application.signInClients, 'app client to sign in with');
  const distribution = only(application.distributions, 'distribution');
  const atHub = createUrlTable(new Map([[`https://${distribution.domainName}`, hub]]));
  const accounts = new Accounts(join(dataDirectory, 'accounts.json'));
  const signInKeysFile = join(dataDirectory, 'sign-in-keys.json');

  const secrets = register(
    await startSecrets({ file: join(dataDirectory, 'secrets.json'), secrets: application.secrets }),
  );
  const signIn = register(
    await startSignIn({
      port: 0,
      portFile: join(dataDirectory, 'sign-in-port'),
      accounts,
      keysFile: signInKeysFile,
      issuerPath: `/${userPoolId}`,
      client: {
        id: client.id,
        redirectUris: client.callbackUrls.map(atHub),
        postLogoutRedirectUris: client.logoutUrls.map(atHub),
        allowedOrigins: [hub],
      },
      passwordResets: {
        sendCode: ({ email }, code) =>
          mail.deliver({
            from: senderAddress,
            to: email,
            subject: 'Your password reset code',
            text: `Your password reset code is ${code}. It is valid for an hour.\n`,
          }),
        onReset: afterPasswordReset({
          region,
          userPoolId,
          clientId: client.id,
          functionArn: postConfirmation,
          invoke,
        }),
      },
    }),
  );
  const cognito = register(
    await startCognito({
      accounts,
      userPoolId,
      clientIds: application.physicalIds('AWS::Cognito::UserPoolClient').filter((id) => id !== client.id),
      issuer: signIn.issuer,
      keysFile: signInKeysFile,
      sendInvitation: (invitation) => mail.deliver({ ...invitation, from: senderAddress }),
      endRefreshTokens: signIn.endRefreshTokens,
    }),
  );
  const messagingKey = messagingKeyOf(application);
  const messaging = register(
    await startMessaging({ channelKey: () => secrets.valueOf(messagingKey), deliver: mail.deliver }),
  );
  const providerUrl = new URL(`https://cognito-idp.${region}.amazonaws.com/${userPoolId}`);
  return {
    secrets,
    userPoolId,
    issuer: signIn.issuer,
    signInKeysFile,
    cognitoEndpoint: cognito.endpoint,
    messagingOrigin: messaging.origin,
    /** The URL of the provider's keys, in the template and on this machine. */
    keySet: { inTemplate: `${providerUrl.href}${KEY_SET}`, local: `${signIn.issuer}${KEY_SET}` },
    /** URLs of these services in the template → on this machine. */
    urls: new Map([
      [providerUrl.href, signIn.issuer],
      [providerUrl.origin, signIn.origin],
      ...application.signInDomains.map((domain) => [`https://${domain}`, signIn.origin] as const),
    ]),
  };
}

/** Returns the secret from which the functions read the key of the Messaging API. */
function messagingKeyOf({ functions }: Application): string {
  const arns = [...functions.values()].flatMap(
    ({ environment }) => environment[Env.MESSAGING_API_KEY_SECRET_ARN] ?? [],
  );
  return only([...new Set(arns)], 'key of the Messaging API');
}
