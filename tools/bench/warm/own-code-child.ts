import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { Item } from '../../../lambdas/adapters/dynamodb/attributes.ts';
import { callsInBulk, repeat } from '../method/calls.ts';
import { type CompareOptions, type Comparison, compare } from '../method/compare.ts';
import { handleInput } from '../method/in-child.ts';

export interface OwnCodeInput {
  readonly bundle: string;
  readonly tableName: string;
  /** What the database would return. */
  readonly items: readonly Item[];
  readonly allowed: APIGatewayRequestAuthorizerEvent;
  readonly malformed: APIGatewayRequestAuthorizerEvent;
  readonly callsPerBlock: number;
  readonly options: CompareOptions;
}

const WARM_UP_CALLS = 20_000;

handleInput(
  async ({
    bundle,
    tableName,
    items,
    allowed,
    malformed,
    callsPerBlock,
    options,
  }: OwnCodeInput): Promise<Comparison> => {
    const { createPartnerAuthorizer, DynamoDbCredentialStore } = (await import(
      bundle
    )) as typeof import('./own-code.ts');
    const result = Promise.resolve({ Responses: { [tableName]: items } });
    let reads = 0;
    const send = () => {
      reads += 1;
      return result;
    };
    const store = new DynamoDbCredentialStore({ send } as unknown as DynamoDBClient, tableName);
    const authorizer = createPartnerAuthorizer({ store, environment: 'test', trustedCdn: null });
    const allow = () => authorizer(allowed, {} as Context);
    const refuse = () => authorizer(malformed, {} as Context).catch(() => undefined);

    const { policyDocument } = await allow();
    if (policyDocument.Statement[0]?.Effect !== 'Allow') throw new Error('The call was not allowed.');
    await repeat(allow, WARM_UP_CALLS);
    reads = 0;
    if ((await refuse()) !== undefined) throw new Error('The malformed key was not refused.');
    await repeat(refuse, WARM_UP_CALLS);
    if (reads > 0) throw new Error('The malformed key was refused with a read.');

    return compare(
      callsInBulk('own code', allow, callsPerBlock),
      [callsInBulk('malformed key', refuse, callsPerBlock)],
      options,
    );
  },
);
