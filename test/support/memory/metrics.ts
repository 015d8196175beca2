import type { Measurements, Metrics } from '../../../lambdas/http/metrics.ts';

export class MemoryMetrics implements Metrics {
  readonly measured: Measurements[] = [];

  put(measurements: Measurements): void {
    this.measured.push(measurements);
  }
}
