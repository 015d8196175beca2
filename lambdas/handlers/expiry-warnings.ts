import { sendExpiryWarnings } from '../domain/notices/send-expiry-warnings.ts';
import { errorFields, log } from '../http/log.ts';
import { type ExpiryWarningsRuntime, expiryWarningsRuntime } from '../runtime.ts';

/** Runs on a schedule: tells partners of keys that end in 14, 3 and 1 days. */
export function createExpiryWarningsHandler(runtime: ExpiryWarningsRuntime) {
  return async function warnOfExpiry(): Promise<void> {
    const report = (error: unknown) => log('error', 'warning_not_sent', errorFields(error));
    const { sent, failed } = await sendExpiryWarnings({ ...runtime, report, nowMs: Date.now() });
    log('info', 'expiry_warnings', { sent, failed });
    // What is due stays so; the failure shows in the function's metrics, and the next run tries again.
    if (failed > 0) throw new Error('Some warnings were not sent.');
  };
}

export const handler = createExpiryWarningsHandler(expiryWarningsRuntime());
