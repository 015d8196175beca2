import { parseArgs } from 'node:util';
import type { VerifyOptions } from './check.ts';
import type { StackNames } from './target.ts';
import { UsageError } from './usage-error.ts';

export const USAGE = `npm run verify-deployed -- --stage <stage> | --stack <records stack> --stack <service stack> --stage <stage> | --local

  --stage <stage>        the deployment, whose stacks are partner-auth-<stage>-records and -service
  --stack <name>         other names of the two stacks, records first
  --local                the local run
  --id-token-from-stdin  an ID token of an account without a partner; see docs/verify-deployed.md
  --echo <path>          path below /partners/{partner_id} where the upstream responds with {"headers":{…}}
  --upstream <origin>    the upstream itself, to check that it requires the client certificate
  --address <IP>         the IP address from which this machine reaches the internet
  --scoped-role <ARN>    a role that may write to the table, to check how AWS tests items of transactions`;

export interface VerifyArguments {
  /** null for the local run. */
  readonly stacks: StackNames | null;
  readonly idTokenFromStdin: boolean;
  readonly options: VerifyOptions;
}

/** Throws a UsageError. */
export function readArguments(argv: readonly string[]): VerifyArguments {
  const values = parse(argv);
  const { stage, stack = [], local = false, echo = null, upstream = null, address = null } = values;
  const { 'scoped-role': scopedRole = null } = values;
  if (local ? stage !== undefined || stack.length > 0 : stage === undefined) throw new UsageError(USAGE);
  if (stack.length !== 0 && stack.length !== 2) throw new UsageError('--stack is given twice: records, then service.');
  const [records = `partner-auth-${stage}-records`, service = `partner-auth-${stage}-service`] = stack;
  return {
    stacks: stage === undefined ? null : { records, service, stage },
    idTokenFromStdin: values['id-token-from-stdin'] ?? false,
    // The local upstream has an echo.
    options: { echo: echo ?? (local ? '/echo' : null), upstream, address, scopedRole },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        stage: { type: 'string' },
        stack: { type: 'string', multiple: true },
        local: { type: 'boolean' },
        'id-token-from-stdin': { type: 'boolean' },
        echo: { type: 'string' },
        upstream: { type: 'string' },
        address: { type: 'string' },
        'scoped-role': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : 'Ill-formed arguments.'}\n\n${USAGE}`);
  }
}
