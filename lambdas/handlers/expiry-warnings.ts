import type { ReportDelivery } from '../domain/notices/deliver.ts';
import { sendExpiryWarnings } from '../domain/notices/send-expiry-warnings.ts';
import { errorFields, log } from '../http/log.ts';
import { type ExpiryWarningsRuntime, expiryWarningsRuntime } from '../runtime/background.ts';

/** Runs on a schedule: warns the users of partners of keys that expire in 14, 3 and 1 days. */
export function createExpiryWarningsHandler(runtime: ExpiryWarningsRuntime) {
  return async function warnOfExpiry(): Promise<void> {
    const report: ReportDelivery = (what, error) =>
      log('error', `warning_${what}`, error === null ? {} : errorFields(error));
    const { sent, failed } = await sendExpiryWarnings({ ...runtime, report, nowMs: Date.now() });
    log('info', 'expiry_warnings', { sent, failed });
    // What failed stays due; the failure shows in the function's metrics, and the next run retries.
    if (failed > 0) throw new Error('Some warnings were not sent.');
  };
}

export const handler = createExpiryWarningsHandler(expiryWarningsRuntime());
