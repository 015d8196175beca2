/** Holds a stage's own metrics, whoever writes them. */
export function metricsNamespace(stage: string): string {
  return `PartnerApiAuthentication/${stage}`;
}
