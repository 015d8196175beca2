import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Tokens } from '../../tools/client/sign-in.ts';
import { randomText, sha256Of } from './api-key.ts';
import { deleteRecord } from './hub-records.ts';
import { runInfo } from './local-run.ts';
import { type Changes, createPartner, putRecord } from './records.ts';
import { signIn } from './sign-in.ts';

export interface User {
  readonly partnerId: string;
  readonly userId: string;
  /** Of the account, at the provider. */
  readonly subject: string;
  readonly email: string;
  readonly password: string;
  readonly phone: string | null;
}

/** A user who has signed in. `idToken` is what the Management API wants. */
export type SignedInUser = User & Tokens;

export interface UserOptions {
  /** A partner of its own if left out. */
  readonly partnerId?: string;
  readonly phone?: string | null;
}

const { user_pool_id: UserPoolId, cognito_endpoint: endpoint } = runInfo();
const cognito = new CognitoIdentityProviderClient({
  endpoint,
  region: runInfo().region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** An account of the user pool, which is no partner's user yet. */
export async function createAccount(email: string, password: string): Promise<string> {
  const { User: created } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: true }),
  );
  const subject = created?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (subject === undefined) throw new Error('The user pool answered without a subject.');
  return subject;
}

/** A user with an account and records, written directly: starting the operator's command line for each would take long. */
export async function createUser(options: UserOptions = {}): Promise<User> {
  const partnerId = options.partnerId ?? (await createPartner());
  const phone = options.phone ?? null;
  const email = newEmail();
  const password = `Aa1!${randomText(12)}`;
  const subject = await createAccount(email, password);
  const userId = await putUser(partnerId, email, phone);
  return { partnerId, userId, subject, email, password, phone };
}

/** Writes the records of a user who has not signed in yet, and returns the user's ID. */
export async function putUser(partnerId: string, email: string, phone: string | null): Promise<string> {
  const user_id = { S: `usr_${randomText(16)}` };
  const created_at = { S: new Date().toISOString() };
  const contact = { user_id, email: { S: email }, ...(phone !== null && { phone: { S: phone } }), created_at };
  await putRecord({
    PK: { S: `PARTNER#${partnerId}` },
    SK: { S: `MEMBER#${user_id.S}` },
    ...contact,
    role: { S: 'owner' },
  });
  await putRecord({
    PK: { S: `USER#${user_id.S}` },
    SK: { S: 'USER' },
    ...contact,
    partner_id: { S: partnerId },
    identities: { L: [] },
    generation: { N: '1' },
    revision: { N: '1' },
  });
  await putRecord({ ...emailKey(email), user_id, partner_id: { S: partnerId } });
  return user_id.S;
}

export async function signInUser(user: User): Promise<SignedInUser> {
  return { ...user, ...(await signIn(user.email, user.password)) };
}

export async function createSignedInUser(options: UserOptions = {}): Promise<SignedInUser> {
  return signInUser(await createUser(options));
}

/** A user of a partner of its own, with these attributes of the partner's record. */
export async function createUserOf(partner: Changes): Promise<SignedInUser> {
  return createSignedInUser({ partnerId: await createPartner(partner) });
}

/** Takes the user away from the partner; the account, and the session at the provider, stay. */
export async function removeUserRecords({ partnerId, userId, email }: User): Promise<void> {
  await deleteRecord({ PK: { S: `USER#${userId}` }, SK: { S: 'USER' } });
  await deleteRecord({ PK: { S: `PARTNER#${partnerId}` }, SK: { S: `MEMBER#${userId}` } });
  await deleteRecord(emailKey(email));
}

function emailKey(email: string) {
  return { PK: { S: `EMAIL#${sha256Of(email)}` }, SK: { S: 'EMAIL' } };
}

export function newEmail(): string {
  return `${randomText(12).toLowerCase()}@example.com`;
}

/** A number that nobody has (the area code is reserved for films). */
export function newPhone(): string {
  return `+49309018${Math.floor(Math.random() * 1e6)
    .toString()
    .padStart(6, '0')}`;
}
