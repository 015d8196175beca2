import type { Check } from '../check.ts';
import { gatewayLimits } from './gateway-limits.ts';
import { hubPages } from './hub-pages.ts';
import { keyRestrictions } from './key-restrictions.ts';
import { managementGate } from './management-gate.ts';
import { managementSession } from './management-session.ts';
import { partnerCredentials } from './partner-credentials.ts';
import { partnerRefusals } from './partner-refusals.ts';
import { revocation } from './revocation.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { transactionKeys } from './transaction-keys.ts';
import { transport } from './transport.ts';
import { upstream } from './upstream.ts';

/** The order matters: the first check finds out which keys the deployment accepts. */
export const ALL_CHECKS: readonly Check[] = [
  ...partnerCredentials,
  ...partnerRefusals,
  ...keyRestrictions,
  ...revocation,
  ...tokenEndpoint,
  ...upstream,
  ...gatewayLimits,
  ...hubPages,
  ...managementGate,
  ...managementSession,
  ...transactionKeys,
  ...transport,
];
