import { daysLeft } from '../domain/operations/client-certificate.ts';
import { MetricName } from '../env.ts';
import { errorFields, log } from '../http/log.ts';
import { type CertificateCheckRuntime, certificateCheckRuntime } from '../runtime/background.ts';

/** Runs on a schedule and measures when the gateway's client certificate expires. */
export function createCertificateCheck({ certificate, metrics }: CertificateCheckRuntime) {
  return async function checkCertificate(): Promise<void> {
    const nowMs = Date.now();
    try {
      const days = await daysLeft(certificate, nowMs);
      metrics.put({ atMs: nowMs, values: { [MetricName.CLIENT_CERTIFICATE_DAYS_LEFT]: days } });
      log('info', 'certificate_checked', { days_left: days });
    } catch (error) {
      log('error', 'certificate_not_checked', errorFields(error));
      // Lambda retries. An alarm goes off after two days without a measurement.
      throw error;
    }
  };
}

export const handler = createCertificateCheck(certificateCheckRuntime());
