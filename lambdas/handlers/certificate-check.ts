import { daysLeft } from '../domain/operations/client-certificate.ts';
import { MetricName } from '../env.ts';
import { errorFields, log } from '../http/log.ts';
import { type CertificateCheckRuntime, certificateCheckRuntime } from '../runtime/background.ts';

/** Runs on a schedule: measures how long the gateway's client certificate is still good for. */
export function createCertificateCheck({ certificate, metrics }: CertificateCheckRuntime) {
  return async function checkCertificate(): Promise<void> {
    const nowMs = Date.now();
    try {
      const days = await daysLeft(certificate, nowMs);
      metrics.put({ atMs: nowMs, values: { [MetricName.CLIENT_CERTIFICATE_DAYS_LEFT]: days } });
      log('info', 'certificate_checked', { days_left: days });
    } catch (error) {
      log('error', 'certificate_not_checked', errorFields(error));
      // Lambda tries again. What is not measured for two days is alarmed of.
      throw error;
    }
  };
}

export const handler = createCertificateCheck(certificateCheckRuntime());
