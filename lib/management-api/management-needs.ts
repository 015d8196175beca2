import type { ManagementNeed } from '../../lambdas/contract/management-routes.ts';
import { Env } from '../../lambdas/env.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { grantSendMail } from '../functions/mail-grant.ts';
import { metricsNamespace } from '../functions/metrics-namespace.ts';
import type { ServiceFunction } from '../functions/service-function.ts';
import type { Records } from '../records/records.ts';
import type { RecordsTable } from '../records/records-table.ts';

/** What a need of a function comes to. */
export interface Provision {
  readonly environment: Readonly<Record<string, string>>;
  /** @default - nothing is granted */
  readonly grant?: (fn: ServiceFunction) => void;
}

/** Returns the environment and the grant of each need. */
export function managementProvisions(
  configuration: Configuration,
  { table, userPool, otpPepper, messagingApiKey }: Records,
): Readonly<Record<ManagementNeed, Provision>> {
  const { stage, keyEnvironment, senderAddress, messagingApiUrl, otpTemplate } = configuration;
  const onTable = (grant: (table: RecordsTable, fn: ServiceFunction) => void): Provision => ({
    environment: { [Env.TABLE_NAME]: table.tableName },
    grant: (fn) => grant(table, fn),
  });
  return {
    'access:end': onTable((table, fn) => table.grantEndAccess(fn)),
    'accounts:sign-out': {
      environment: { [Env.USER_POOL_ID]: userPool.userPoolId },
      grant: (fn) => userPool.grantEndRefreshTokens(fn),
    },
    'activity:read': onTable((table, fn) => table.grantListItems(fn)),
    'codes:request': onTable((table, fn) => table.grantRequestCodes(fn)),
    'keys:write': onTable((table, fn) => table.grantManageKeys(fn)),
    'last-uses:read': onTable((table, fn) => table.grantReadLastUses(fn)),
    'legacy-usage:read': onTable((table, fn) => table.grantReadLegacyUsage(fn)),
    'partners:read': onTable((table, fn) => table.grantReadPartners(fn)),
    'partner:write': onTable((table, fn) => table.grantChangePartner(fn)),
    'partner:write-with-code': onTable((table, fn) => table.grantChangePartnerWithCode(fn)),
    'refusals:read': onTable((table, fn) => table.grantReadDenials(fn)),
    'usage:read': onTable((table, fn) => table.grantReadUsage(fn)),
    'key-environment': { environment: { [Env.KEY_ENVIRONMENT]: keyEnvironment } },
    mail:
      senderAddress === null
        ? { environment: {} }
        : {
            environment: { [Env.SENDER_ADDRESS]: senderAddress },
            grant: (fn) => grantSendMail(fn, senderAddress),
          },
    messaging: {
      environment: {
        ...(messagingApiUrl === null ? {} : { [Env.MESSAGING_API_URL]: messagingApiUrl }),
        [Env.MESSAGING_API_KEY_SECRET_ARN]: messagingApiKey.arn,
        [Env.OTP_TEMPLATE_NAME]: otpTemplate.name,
        [Env.OTP_TEMPLATE_LANGUAGE]: otpTemplate.language,
      },
      grant: (fn) => messagingApiKey.grantRead(fn),
    },
    metrics: { environment: { [Env.METRICS_NAMESPACE]: metricsNamespace(stage) } },
    pepper: {
      environment: { [Env.OTP_PEPPER_SECRET_ARN]: otpPepper.arn },
      grant: (fn) => otpPepper.grantRead(fn),
    },
  };
}
