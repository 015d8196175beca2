import type { ServiceFunction } from '../functions/service-function.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import type { UserPool } from '../sign-in/user-pool.ts';
import type { GeneratedSecret } from './generated-secret.ts';
import type { RecordsTable } from './records-table.ts';

/** What outlives the service: records, accounts, and the secrets that belong to them. */
export interface Records {
  readonly table: RecordsTable;
  readonly userPool: UserPool;
  readonly signIn: SignIn;
  /** Ends the sessions of a user after a password reset. */
  readonly passwordReset: ServiceFunction;
  /** Hashes one-time codes. */
  readonly otpPepper: GeneratedSecret;
  /** The channel key of the Messaging API. Holds a generated value until an operator puts the key there. */
  readonly messagingApiKey: GeneratedSecret;
}
