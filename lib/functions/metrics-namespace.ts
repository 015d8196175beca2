/** Returns the namespace of all metrics that a stage writes. */
export function metricsNamespace(stage: string): string {
  return `PartnerApiAuthentication/${stage}`;
}
