import type { ServiceName } from '../../../local/between.ts';
import type { FaultKind } from './kinds.ts';

const UNAVAILABLE = '503 temporarily_unavailable';
const NOT_SENT = '502 otp_dispatch_failed';

/** What the contract has the caller told: status and code. */
export function expectedRefusal(service: ServiceName, kind: FaultKind, flow: string): string {
  switch (service) {
    case 'ses':
    case 'messaging':
      return NOT_SENT;
    case 'cognito':
      return kind === 'throttled' ? '429 rate_limited' : UNAVAILABLE;
    case 'upstream':
      if (kind === 'slow') return '504 upstream_timeout';
      // The upstream's own answer, which is passed on as it is.
      return kind === 'throttled' ? '429' : '502 upstream_unavailable';
    case 'secrets-manager':
      // By then only the key of the Messaging API is missing, and the place is taken.
      return flow === 'ask for a code by WhatsApp' ? NOT_SENT : UNAVAILABLE;
    case 'dynamodb':
    case 'key-set':
      return UNAVAILABLE;
  }
}
