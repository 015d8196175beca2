import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Account, Accounts } from './accounts.ts';

export interface CognitoServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface CognitoServerOptions {
  readonly accountsFile: string;
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
}

/** The policy of lib/user-pool.ts. */
const PASSWORD_POLICY = [/^.{12,256}$/s, /[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input) => unknown;

/** An error as the service's JSON protocol carries it. */
class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The few operations of the user pool that this project calls, over the service's own protocol. */
export async function startCognito(options: CognitoServerOptions): Promise<CognitoServer> {
  const operations = operationsOf(options, new Accounts(options.accountsFile));
  const server = createServer((request, response) => {
    answer(operations, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The local user pool has no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(operations: ReadonlyMap<string, Operation>, request: IncomingMessage, response: ServerResponse) {
  let status = 200;
  let output: unknown;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = operations.get(target.replace('AWSCognitoIdentityProviderService.', ''));
    if (operation === undefined)
      throw new ServiceError('UnknownOperationException', `${target} is not served locally.`);
    output = operation(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    status = 400;
    output = { __type: error.type, message: error.message };
  }
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(output));
}

function operationsOf({ userPoolId, clientIds }: CognitoServerOptions, accounts: Accounts): Map<string, Operation> {
  const inPool = (operation: Operation): Operation => {
    return (input) => {
      if (input.UserPoolId !== userPoolId) {
        throw new ServiceError('ResourceNotFoundException', 'User pool does not exist.');
      }
      return operation(input);
    };
  };
  const known = (username: unknown): Account => {
    const account = accounts.find(String(username));
    if (account === undefined) throw new ServiceError('UserNotFoundException', 'User does not exist.');
    return account;
  };
  return new Map<string, Operation>([
    [
      'AdminInitiateAuth',
      inPool((input) => {
        if (!clientIds.includes(String(input.ClientId))) {
          throw new ServiceError('ResourceNotFoundException', 'User pool client does not exist.');
        }
        if (input.AuthFlow !== 'ADMIN_USER_PASSWORD_AUTH') {
          throw new ServiceError('InvalidParameterException', 'The flow is not enabled for this client.');
        }
        const { USERNAME = '', PASSWORD = '' } = input.AuthParameters as Record<string, string>;
        const account = accounts.find(USERNAME);
        // The client prevents user existence errors: an unknown user is answered like a wrong password.
        if (account === undefined || !accounts.passwordMatches(account, PASSWORD)) {
          throw new ServiceError('NotAuthorizedException', 'Incorrect username or password.');
        }
        return { AuthenticationResult: tokensOf(account), ChallengeParameters: {} };
      }),
    ],
    [
      'AdminCreateUser',
      inPool((input) => {
        const attributes = new Map(
          (input.UserAttributes as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]),
        );
        const email = attributes.get('email') ?? String(input.Username);
        if (accounts.find(email) !== undefined) {
          throw new ServiceError('UsernameExistsException', 'An account with the given email already exists.');
        }
        const account = accounts.create(email, attributes.get('phone_number') ?? null);
        return { User: { Username: account.subject, Attributes: attributesOf(account), Enabled: true } };
      }),
    ],
    [
      'AdminGetUser',
      inPool((input) => {
        const account = known(input.Username);
        return {
          Username: account.subject,
          UserAttributes: attributesOf(account),
          UserStatus: account.passwordHash === null ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
          Enabled: true,
        };
      }),
    ],
    [
      'AdminSetUserPassword',
      inPool((input) => {
        const password = String(input.Password);
        if (!PASSWORD_POLICY.every((rule) => rule.test(password))) {
          throw new ServiceError('InvalidPasswordException', 'Password does not conform to policy.');
        }
        accounts.setPassword(known(input.Username), password);
        return {};
      }),
    ],
  ]);
}

function attributesOf({ subject, email, phone }: Account) {
  return [
    { Name: 'sub', Value: subject },
    { Name: 'email', Value: email },
    ...(phone === null ? [] : [{ Name: 'phone_number', Value: phone }]),
  ];
}

/** Nothing may accept these tokens: they only carry the subject to the caller, and bear no signature. */
function tokensOf({ subject, email }: Account) {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const idToken = `${encode({ alg: 'none' })}.${encode({ sub: subject, email, token_use: 'id' })}.`;
  return { IdToken: idToken, AccessToken: 'none', ExpiresIn: 300, TokenType: 'Bearer' };
}
