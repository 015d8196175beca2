import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { Env } from '../../../lambdas/env.ts';
import { repeat, singleCalls } from '../method/calls.ts';
import { type CompareOptions, type Comparison, compare, type Variant } from '../method/compare.ts';
import { handleInput } from '../method/in-child.ts';

export type Caller = BareCaller | AuthorizerCaller;

interface BareCaller {
  readonly kind: 'bare';
  readonly name: string;
  readonly bundle: string;
  readonly tableName: string;
  readonly keys: Parameters<typeof import('./bare-call.ts').createBareCall>[1];
}

interface AuthorizerCaller {
  readonly kind: 'authorizer';
  readonly name: string;
  readonly bundle: string;
  readonly tableName: string;
  readonly event: APIGatewayRequestAuthorizerEvent;
  readonly effect: 'Allow' | 'Deny';
}

export interface CompareInput {
  readonly baseline: Caller;
  readonly others: readonly Caller[];
  readonly callsPerBlock: number;
  readonly warmUpCalls: number;
  readonly options: CompareOptions;
}

handleInput(async ({ baseline, others, callsPerBlock, warmUpCalls, options }: CompareInput): Promise<Comparison> => {
  const variants: Variant[] = [];
  for (const caller of [baseline, ...others]) {
    const call = caller.kind === 'bare' ? await bareCall(caller) : await authorizerCall(caller);
    await repeat(call, warmUpCalls);
    variants.push(singleCalls(caller.name, call, callsPerBlock));
  }
  const [first, ...rest] = variants as [Variant, ...Variant[]];
  return compare(first, rest, options);
});

/** Both check once that the call does what it is measured for: a failing call could be fast. */
async function bareCall({ bundle, tableName, keys }: BareCaller): Promise<() => Promise<unknown>> {
  const { createBareCall } = (await import(bundle)) as typeof import('./bare-call.ts');
  const call = createBareCall(tableName, keys);
  const found = await call();
  if (found !== keys.length) throw new Error(`The bare call found ${found} of ${keys.length} items.`);
  return call;
}

async function authorizerCall({ bundle, name, tableName, event, effect }: AuthorizerCaller) {
  // One instance for each: the entry of the bundle is evaluated once per URL, and reads the name of its table then.
  process.env[Env.TABLE_NAME] = tableName;
  const { handler } = (await import(`${bundle}?${encodeURIComponent(name)}`)) as {
    handler: (event: object, context: object) => Promise<APIGatewayAuthorizerResult>;
  };
  const call = () => handler(event, {});
  const returned = (await call()).policyDocument.Statement[0]?.Effect;
  if (returned !== effect) throw new Error(`The authorizer (${name}) returned ${returned} instead of ${effect}.`);
  return call;
}
