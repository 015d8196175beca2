import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { parseApiKeyRecord, parsePartner } from '../../../lambdas/adapters/dynamodb/record-items.ts';
import type { CredentialStore } from '../../../lambdas/domain/authorize/credential-store.ts';
import { callsInBulk, repeat } from '../method/calls.ts';
import { type CompareOptions, type Comparison, compare } from '../method/compare.ts';
import { handleInput } from '../method/in-child.ts';
import { authorizerEvent } from '../store/authorizer-event.ts';
import { keyItem, partnerItem } from '../store/records.ts';
import { createPeer } from './better-auth.ts';

export interface PeerInput {
  readonly directory: string;
  /** URL of the bundle with our own code. */
  readonly ownCode: string;
  readonly options: CompareOptions;
}

export interface PeerResult {
  readonly comparison: Comparison;
  /** The calls of one verification of the peer to its store. */
  readonly operations: readonly string[];
}

const CALLS_PER_BLOCK = { ours: 2_000, theirs: 50 };
const WARM_UP_CALLS = { ours: 20_000, theirs: 1_000 };

handleInput(async ({ directory, ownCode, options }: PeerInput): Promise<PeerResult> => {
  const { createPartnerAuthorizer } = (await import(ownCode)) as typeof import('../warm/own-code.ts');
  const { event, store } = memoryStore();
  const authorizer = createPartnerAuthorizer({ store, environment: 'test', trustedCdn: null });
  const ours = () => authorizer(event, {} as Context);
  const peer = await createPeer(directory);

  await repeat(ours, WARM_UP_CALLS.ours);
  await repeat(peer.verify, WARM_UP_CALLS.theirs);
  peer.takeOperations();
  await peer.verify();
  const operations = peer.takeOperations();

  const comparison = await compare(
    callsInBulk('authorizer', ours, CALLS_PER_BLOCK.ours),
    [callsInBulk('better-auth, api-key plugin', peer.verify, CALLS_PER_BLOCK.theirs)],
    options,
  );
  return { comparison, operations };
});

/** The same kind of store for both: objects in memory, returned by a promise. */
function memoryStore(): { event: APIGatewayRequestAuthorizerEvent; store: CredentialStore } {
  const { item, stored } = keyItem('activePA');
  const found = { apiKey: parseApiKeyRecord(item), partner: parsePartner(partnerItem('activePA')) };
  const keys = new Map([[stored.keyId, found]]);
  const refuse = async () => {
    throw new Error('Not needed here.');
  };
  return {
    event: authorizerEvent({ 'x-api-key': stored.key }, 'activePA'),
    store: {
      findApiKey: async (_partnerId, keyId) => keys.get(keyId) ?? { apiKey: null, partner: null },
      findLegacyToken: refuse,
      findTokenPartner: refuse,
    },
  };
}
