import { npm, type Outcome } from './npm.ts';

const SEVERITIES = ['critical', 'high', 'moderate', 'low', 'info'] as const;
/** From these on a known vulnerability stops. */
const STOPPING: ReadonlySet<string> = new Set(['critical', 'high']);

interface Report {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range?: string }>>;
  readonly message?: string;
  readonly error?: { readonly code?: string; readonly summary?: string };
}

/** Known vulnerabilities of the locked packages. Needs a registry that answers; without one nothing is known. */
export function audit(): Outcome {
  return judgeAudit(npm('audit', '--json', '--package-lock-only', '--fetch-retries=0').stdout);
}

/** What `npm audit --json` means. Anything that is no report means that there was none. */
export function judgeAudit(stdout: string): Outcome {
  const { metadata, vulnerabilities, message, error } = parse(stdout);
  const counts = metadata?.vulnerabilities;
  if (counts === undefined || vulnerabilities === undefined) {
    const why = message || error?.summary || error?.code || 'npm printed no report';
    // Only the first words: npm puts the address of the registry behind them.
    return { result: 'unknown', lines: [`The registry gave no answer (${why.split(' - ')[0]}): nothing was checked.`] };
  }
  const found = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => STOPPING.has(severity))
    .map(([name, { severity, range = '' }]) => `${severity}: ${name} ${range}`.trim());
  const other = SEVERITIES.filter((severity) => !STOPPING.has(severity) && (counts[severity] ?? 0) > 0).map(
    (severity) => `${counts[severity]} of severity ${severity}: see npm audit.`,
  );
  return { result: found.length > 0 ? 'failed' : 'ok', lines: [...found, ...other] };
}

function parse(text: string): Report {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
