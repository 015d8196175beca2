import type { InvocationResult } from '../../local/functions/invocation.ts';
import { startGateway } from '../../local/gateway/start-gateway.ts';
import { loadStacks, removeAssemblies } from '../unit/local/assembly-fixture.ts';
import type { Api, Behavior, Json, LambdaEvent } from './fidelity-case.ts';
import { AUTHORIZER, functionNameOf, templateOf, UPSTREAM } from './gateway-template.ts';
import { type RecordedRequest, startUpstream } from './recording-upstream.ts';

/** What the functions and the upstream received. */
export interface Seen {
  /** Function behind the route, if one was called. */
  called: string | null;
  event: LambdaEvent;
  authorizerEvent: LambdaEvent;
  upstream: RecordedRequest | null;
}

export interface GatewayUnderTest {
  readonly origin: string;
  readonly seen: Seen;
  close(): Promise<void>;
}

/** Loads the API's template as the local run does, and serves it with these functions and this upstream. */
export async function startGatewayUnderTest(api: Api): Promise<GatewayUnderTest> {
  const seen: Seen = { called: null, event: null, authorizerEvent: null, upstream: null };
  const [definition] = loadStacks({ Fidelity: templateOf(api) }).apis;
  removeAssemblies();
  if (definition === undefined) throw new Error('The template has no API.');
  const upstream = await startUpstream(api.upstream ?? { status: 200 }, (request) => {
    seen.upstream = request;
  });
  const invoke = async (arn: string, given: unknown): Promise<InvocationResult> => {
    const name = functionNameOf(arn);
    // Events and results are JSON between gateway and functions.
    const event = JSON.parse(JSON.stringify(given));
    if (name === AUTHORIZER) {
      seen.authorizerEvent = event;
      return resultOf(api.authorizer ?? { throws: { message: 'No authorizer' } }, event);
    }
    seen.called = name;
    seen.event = event;
    return resultOf(api.functions?.[name] ?? { returns: { statusCode: 200, body: name } }, event);
  };
  try {
    const gateway = await startGateway({
      api: definition,
      invoke,
      port: 0,
      // The name of a client's own, which a case sends.
      hosts: ['client.example'],
      upstreams: new Map([[UPSTREAM, upstream.origin]]),
      accessLog: () => {},
    });
    const close = async () => {
      await Promise.all([gateway.close(), upstream.close()]);
    };
    return { origin: gateway.origin, seen, close };
  } catch (error) {
    await upstream.close();
    throw error;
  }
}

function resultOf(behavior: Behavior, event: LambdaEvent): InvocationResult {
  if ('timesOut' in behavior) return { kind: 'timeout' };
  if ('throws' in behavior) {
    return { kind: 'error', errorType: behavior.throws.type ?? 'Error', errorMessage: behavior.throws.message };
  }
  const result: Json | undefined = 'returnsFor' in behavior ? behavior.returnsFor(event) : behavior.returns;
  return { kind: 'result', payload: JSON.parse(JSON.stringify(result ?? null)) };
}
