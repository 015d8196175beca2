import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { handleInput } from '../method/in-child.ts';
import { countOperations, type Operations, startCountingProxy } from '../store/counting-proxy.ts';

export interface OperationsInput {
  readonly bundle: string;
  readonly databaseEndpoint: string;
  readonly cases: readonly OperationsCase[];
  readonly callsPerCase: number;
}

export interface OperationsCase {
  readonly name: string;
  readonly event: APIGatewayRequestAuthorizerEvent;
  readonly outcome: 'Allow' | 'Deny' | 'Unauthorized';
}

export interface OperationsResult {
  readonly name: string;
  /** The distinct counts of single calls; one if all is well. */
  readonly perCall: readonly Operations[];
}

handleInput(async ({ bundle, databaseEndpoint, cases, callsPerCase }: OperationsInput): Promise<OperationsResult[]> => {
  const proxy = await startCountingProxy(databaseEndpoint);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = proxy.endpoint;
  const { handler } = (await import(bundle)) as { handler: Handler };
  // The reads of the instance during init.
  proxy.take();
  const results: OperationsResult[] = [];
  for (const { name, event, outcome } of cases) {
    const seen = new Map<string, Operations>();
    for (let call = 0; call < callsPerCase; call += 1) {
      const got = await outcomeOf(handler, event);
      if (got !== outcome) throw new Error(`The authorizer (${name}) returned ${got} instead of ${outcome}.`);
      const counted = countOperations(proxy.take());
      seen.set(JSON.stringify(counted), counted);
    }
    results.push({ name, perCall: [...seen.values()] });
  }
  await proxy.close();
  return results;
});

type Handler = (event: object, context: object) => Promise<APIGatewayAuthorizerResult>;

async function outcomeOf(handler: Handler, event: object): Promise<string> {
  try {
    return (await handler(event, {})).policyDocument.Statement[0]?.Effect ?? 'nothing';
  } catch (error) {
    return error instanceof Error ? error.message : 'an unknown error';
  }
}
