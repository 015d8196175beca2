/** The certificate that the gateway shows to the upstream. */
export interface ClientCertificate {
  /** Its end, epoch milliseconds. Throws a DependencyError, also if there is no such certificate. */
  findEnd(): Promise<number>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days; negative once it has ended. */
export async function daysLeft(certificate: ClientCertificate, nowMs: number): Promise<number> {
  return Math.floor(((await certificate.findEnd()) - nowMs) / DAY_MS);
}
