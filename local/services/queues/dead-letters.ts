import type { AsyncInvokerOptions } from '../../functions/async-invoker.ts';
import type { PolicyRequest } from '../../policy/policy-document.ts';
import type { FunctionDefinition } from '../../template/application.ts';

export interface DeadLettersOptions {
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly allows: (functionArn: string, request: PolicyRequest) => boolean;
  readonly send: (queueArn: string, body: string) => void;
  /** Reports a lost event to the person at the terminal; Lambda only counts it in a metric. */
  readonly onLost: (message: string) => void;
}

/**
 * Returns a function that sends an event that failed for good to its function's dead-letter queue, unchanged, with the
 * permissions of the function's role: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
 */
export function createDeadLetters(options: DeadLettersOptions): AsyncInvokerOptions['giveUp'] {
  return (functionArn, event, result) => {
    const { name = functionArn, deadLetterQueueArn = null } = options.functions.get(functionArn) ?? {};
    const why = result.kind === 'error' ? result.errorType : result.kind;
    if (deadLetterQueueArn === null) {
      options.onLost(`An event of ${name} is lost (${why}): the function has no dead-letter queue.`);
    } else if (!options.allows(functionArn, { action: 'sqs:SendMessage', resource: deadLetterQueueArn, context: {} })) {
      options.onLost(
        `An event of ${name} is lost (${why}): its role does not allow it to send to ${deadLetterQueueArn}.`,
      );
    } else {
      options.send(deadLetterQueueArn, JSON.stringify(event));
    }
  };
}
