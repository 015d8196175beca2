/** The certificate that the gateway shows to the upstream. */
export interface ClientCertificate {
  /** Returns when it expires, in epoch milliseconds. Throws a DependencyError, also if there is no such certificate. */
  findExpiryMs(): Promise<number>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns whole days; negative once the certificate has expired. */
export async function daysLeft(certificate: ClientCertificate, nowMs: number): Promise<number> {
  return Math.floor(((await certificate.findExpiryMs()) - nowMs) / DAY_MS);
}
