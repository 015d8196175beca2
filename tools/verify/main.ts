import { text } from 'node:stream/consumers';
import type { Identity } from '../../lambdas/domain/model/records.ts';
import { NoLocalRunError } from '../client/local-run.ts';
import { claimsOf, signInAt } from '../client/sign-in.ts';
import { readArguments } from './arguments.ts';
import { ALL_CHECKS } from './checks/all-checks.ts';
import { removeTraces } from './remove-traces.ts';
import { type CheckResult, runChecks } from './run-checks.ts';
import { deployedTarget, localTarget, type VerifyTarget } from './target.ts';
import { TestPartner } from './test-partner.ts';
import { UsageError } from './usage-error.ts';

/** `npm run verify-deployed`: checks a deployment, or the local run, against the contract. Exits with 1 if a check fails. */
async function main(): Promise<void> {
  const { stacks, idTokenFromStdin, options } = readArguments(process.argv.slice(2));
  const token = idTokenFromStdin ? (await text(process.stdin)).trim() : null;
  const target = stacks === null ? localTarget() : await deployedTarget(stacks);
  const partner = new TestPartner(target);
  // Ending the program or closing its output must not leave a partner with working credentials behind.
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  process.stdout.on('error', () => stop.abort());
  console.log(`Checking ${target.partnerApi} and ${target.hub} with the partner ${partner.id}.\n`);
  try {
    await partner.create();
    const idToken = await signedIn(target, partner, token);
    summarize(await runChecks(ALL_CHECKS, { target, partner, options, idToken }, stop.signal, printResult));
    if (stop.signal.aborted) process.exitCode = 1;
  } finally {
    const left = await removeTraces(target, partner);
    console.log(left.length === 0 ? `Removed the partner ${partner.id}.` : 'Could not remove everything:');
    for (const line of left) console.log(`  ${line}`);
    if (left.length > 0) process.exitCode = 1;
  }
}

/** Returns the ID token of a user of the partner: the one given, or locally that of the partner's own user. */
async function signedIn(target: VerifyTarget, partner: TestPartner, token: string | null): Promise<string | null> {
  if (token !== null) {
    await partner.adopt(identityOf(token)).catch((error: unknown) => {
      throw new UsageError(
        `The account of the ID token could not be made a user of the test partner: ${error instanceof Error ? error.message : error} Use an account without a partner.`,
      );
    });
    return token;
  }
  if (target.kind === 'deployed') return null;
  return (await signInAt(target.hub, partner.email, partner.password)).idToken;
}

function identityOf(token: string): Identity {
  try {
    const { iss: issuer, sub: subject } = claimsOf(token);
    if (typeof issuer === 'string' && typeof subject === 'string') return { issuer, subject };
  } catch {
    // Reported below, without the token.
  }
  throw new UsageError('Standard input held no ID token.');
}

const MARKS = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' } as const;

function printResult({ verdict, id, claim, detail }: CheckResult): void {
  console.log(`${MARKS[verdict]}  ${id.padEnd(42)} ${claim}${detail === '' ? '' : `\n${' '.repeat(52)} → ${detail}`}`);
}

function summarize(results: readonly CheckResult[]): void {
  const count = (verdict: CheckResult['verdict']) => results.filter((result) => result.verdict === verdict).length;
  console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped.`);
  if (count('failed') > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  const isExpected = error instanceof UsageError || error instanceof NoLocalRunError;
  console.error(isExpected ? error.message : error);
  process.exitCode = 1;
});
