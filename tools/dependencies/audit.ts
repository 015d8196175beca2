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

/** Looks up known vulnerabilities of the locked packages. */
export function audit(required: boolean): Outcome {
  return judgeAudit(npm('audit', '--json', '--package-lock-only', '--fetch-retries=0').stdout, required);
}

/**
 * Reads `AUDIT_REPORT`, which is `required` where the registry is known to report vulnerabilities. Throws an Error for any other
 * value: a misspelled one must not mean that silence passes.
 */
export function isAuditRequired(value: string | undefined): boolean {
  if (value === undefined || value === '') return false;
  if (value === 'required') return true;
  throw new Error('AUDIT_REPORT must be "required" or missing.');
}

/** Judges the output of `npm audit --json`. Without a report nothing was checked, which fails where one is required. */
export function judgeAudit(stdout: string, required: boolean): Outcome {
  const { metadata, vulnerabilities, message, error } = parse(stdout);
  const counts = metadata?.vulnerabilities;
  if (counts === undefined || vulnerabilities === undefined) {
    const why = message || error?.summary || error?.code || 'npm printed no report';
    // Only the first words: npm puts the URL of the registry after them.
    return {
      result: required ? 'failed' : 'unknown',
      lines: [`The registry gave no report (${why.split(' - ')[0]}): nothing was checked.`],
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
