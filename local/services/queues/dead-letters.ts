import type { AsyncInvokerOptions } from '../../functions/async-invoker.ts';
import type { PolicyRequest } from '../../policy/policy-document.ts';
import type { FunctionDefinition } from '../../template/application.ts';

export interface DeadLettersOptions {
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly allows: (functionArn: string, request: PolicyRequest) => boolean;
  readonly send: (queueArn: string, body: string) => void;
  /** Takes what became of an event that is lost, for people: Lambda has no more than a metric of it. */
  readonly onLost: (what: string) => void;
}

/**
 * Puts an event that failed for good into the queue that its function names, as Lambda does with the function's role. There
 * it stands as it was: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
 */
export function createDeadLetters(options: DeadLettersOptions): AsyncInvokerOptions['giveUp'] {
  return (functionArn, event, result) => {
    const { name = functionArn, deadLetterQueueArn = null } = options.functions.get(functionArn) ?? {};
    const why = result.kind === 'error' ? result.errorType : result.kind;
    if (deadLetterQueueArn === null) {
      options.onLost(`An event of ${name} is lost (${why}): the function has no dead-letter queue.`);
    } else if (!options.allows(functionArn, { action: 'sqs:SendMessage', resource: deadLetterQueueArn, context: {} })) {
      options.onLost(`An event of ${name} is lost (${why}): its role may not send to ${deadLetterQueueArn}.`);
    } else {
      options.send(deadLetterQueueArn, JSON.stringify(event));
    }
  };
}
