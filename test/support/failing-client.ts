import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface FailingClient {
  readonly client: DynamoDBClient;
  /** Names of the commands so far. */
  readonly sent: string[];
  /** Decides for each command, by its position from 0, what it throws instead of being sent, or after it. */
  fail: (index: number, command: string) => { readonly before?: Error; readonly after?: Error } | null;
  close(): void;
}

/** A client of its own at the endpoint, whose commands can be made to fail before they are sent, or after their effect. */
export function failingClient(endpoint: string): FailingClient {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const failing: FailingClient = { client, sent: [], fail: () => null, close: () => client.destroy() };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const command = String(context.commandName);
      const failure = failing.fail(failing.sent.length, command);
      failing.sent.push(command);
      if (failure?.before !== undefined) throw failure.before;
      const result = await next(args);
      if (failure?.after !== undefined) throw failure.after;
      return result;
    },
    { step: 'initialize' },
  );
  return failing;
}
