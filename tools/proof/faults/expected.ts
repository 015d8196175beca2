import type { ServiceName } from '../../../local/servers/proxy-hook.ts';
import type { FaultKind } from './kinds.ts';

const UNAVAILABLE = '503 temporarily_unavailable';
const NOT_SENT = '502 otp_dispatch_failed';

/** Returns the refusal that the contract demands: status and code. */
export function expectedRefusal(service: ServiceName, kind: FaultKind, flow: string): string {
  switch (service) {
    case 'ses':
    case 'messaging':
      return NOT_SENT;
    case 'cognito':
      return kind === 'throttled' ? '429 rate_limited' : UNAVAILABLE;
    case 'upstream':
      if (kind === 'slow') return '504 upstream_timeout';
      // The upstream's own response, which is passed on unchanged.
      return kind === 'throttled' ? '429' : '502 upstream_unavailable';
    case 'secrets-manager':
      // By then only the key of the Messaging API is missing, and the send slot is taken.
      return flow === 'request a code by WhatsApp' ? NOT_SENT : UNAVAILABLE;
    case 'dynamodb':
    case 'key-set':
      return UNAVAILABLE;
  }
}
