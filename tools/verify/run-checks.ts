import { type Check, CheckFailure, HOLDS, type VerifyContext } from './check.ts';

export type Verdict = 'passed' | 'failed' | 'skipped';

export interface CheckResult {
  readonly id: string;
  readonly claim: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

const NOT_SIGNED_IN = 'nobody is signed in: managed login needs a browser; pass a token with --id-token-from-stdin';

/**
 * Runs the checks one after the other, as they share a partner. Reports each result at once. Starts no check after `stop`.
 */
export async function runChecks(
  checks: readonly Check[],
  context: VerifyContext,
  stop: AbortSignal,
  report: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    if (stop.aborted) break;
    const result = { id: check.id, claim: check.claim, ...(await judge(check, context)) };
    report(result);
    results.push(result);
  }
  return results;
}

async function judge(check: Check, context: VerifyContext): Promise<Pick<CheckResult, 'verdict' | 'detail'>> {
  if (check.deployedOnly !== undefined && context.target.kind === 'local') {
    return { verdict: 'skipped', detail: `locally ${check.deployedOnly}` };
  }
  if (check.signedIn && context.idToken === null) return { verdict: 'skipped', detail: NOT_SIGNED_IN };
  try {
    const finding = (await check.run(context)) ?? HOLDS;
    if ('skipped' in finding) return { verdict: 'skipped', detail: finding.skipped };
    return { verdict: 'passed', detail: finding.seen };
  } catch (error) {
    return {
      verdict: 'failed',
      detail: error instanceof CheckFailure ? error.message : `the check broke off: ${named(error)}`,
    };
  }
}

function named(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
