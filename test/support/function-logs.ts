import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory } from './local-run.ts';
import { type MetricsDocument, metricsDocuments } from './metrics-documents.ts';

/**
 * What the function whose name in the template ends so has measured so far in the shared run. Throws for a line that CloudWatch
 * would not take, and if it has written nothing yet. Lines come a moment after what they tell of.
 */
export function measuredBy(name: string): MetricsDocument[] {
  const logs = join(dataDirectory, 'logs');
  const files = readdirSync(logs).filter((file) => new RegExp(`${name}Function[0-9A-F]{8}\\.log$`).test(file));
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`Not one log of ${name}: ${files.join(', ')}`);
  return metricsDocuments(readFileSync(join(logs, file), 'utf8').split(/(?<=\n)/));
}

export function totalOf(documents: readonly MetricsDocument[], name: string): number {
  return documents.reduce((sum, { values }) => sum + (values[name] ?? 0), 0);
}
