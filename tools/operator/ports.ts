import type { PartnerRegistry } from '../../lambdas/domain/partners/manage-partners.ts';
import type { OperatorControls } from '../../lambdas/domain/settings/operate-settings.ts';
import type { PoolAccounts } from '../../lambdas/domain/users/end-sessions.ts';
import type { AccountDirectory } from '../../lambdas/domain/users/manage-users.ts';
import type { UserStore } from '../../lambdas/domain/users/user-store.ts';
import type { OperatorNotices } from './notice-commands.ts';
import type { OperatorUsage } from './usage-commands.ts';

export interface OperatorPorts {
  readonly registry: PartnerRegistry;
  readonly users: UserStore;
  /** Returns the issuer of the hub's ID tokens. */
  readonly issuer: () => Promise<string>;
  readonly controls: OperatorControls;
  readonly directory: AccountDirectory;
  readonly accounts: PoolAccounts;
  /** Opened by the one command that needs it. */
  readonly usage: () => Promise<OperatorUsage>;
  readonly notices: () => Promise<OperatorNotices>;
  readonly standardInput: NodeJS.ReadableStream;
}
