import { npm, type Outcome } from './npm.ts';

const SEVERITIES = ['critical', 'high', 'moderate', 'low', 'info'] as const;
/** Severities that fail the check. */
const STOPPING: ReadonlySet<string> = new Set(['critical', 'high']);

interface Report {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range?: string }>>;
  readonly message?: string;
  readonly error?: { readonly code?: string; readonly summary?: string };
}

/** Looks up known vulnerabilities of the locked packages. The result is unknown if the registry does not respond. */
export function audit(): Outcome {
  return judgeAudit(npm('audit', '--json', '--package-lock-only', '--fetch-retries=0').stdout);
}

/** Judges the output of `npm audit --json`. Anything but a report means that nothing was checked. */
export function judgeAudit(stdout: string): Outcome {
  const { metadata, vulnerabilities, message, error } = parse(stdout);
  const counts = metadata?.vulnerabilities;
  if (counts === undefined || vulnerabilities === undefined) {
    const why = message || error?.summary || error?.code || 'npm printed no report';
    // Only the first words: npm puts the URL of the registry after them.
    return {
      result: 'unknown',
      lines: [`The registry did not respond (${why.split(' - ')[0]}): nothing was checked.`],
    };
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
