import { type Business, PHONE_NUMBERS } from './businesses.ts';
import type { Channel, Client } from './records.ts';
import type { Seed } from './seed.ts';

/** `index` is unique within the partner, and so is the phone number made from it. */
export function seedChannel(seed: Seed, client: Client, { name, country }: Business, index: number): Channel {
  const createdAt = seed.time(`channel ${index} created`, client.created_at, 60);
  return {
    id: seed.id(`channel ${index}`, 'CH'),
    client_id: client.id,
    account_mode: index === 5 ? 'sandbox' : 'live',
    status: index === 5 ? 'pending' : 'ready',
    created_at: createdAt,
    modified_at: createdAt,
    current_limit: seed.pick(`channel ${index} limit`, ['TIER_1K', 'TIER_10K', 'TIER_100K']),
    current_quality_rating: seed.pick(`channel ${index} quality`, ['high', 'high', 'medium', 'low']),
    setup_info: { phone_number: PHONE_NUMBERS[country](index), phone_name: name },
    waba_account: {
      id: seed.id(`account ${index}`, 'WA'),
      external_id: `1${seed.integer(`external ${index}`, 1e9).toString().padStart(14, '0')}`,
      namespace: seed.namespace(`namespace ${index}`),
    },
    integration: { enabled: true, app_id: seed.id(`app ${index}`, 'AP'), state: 'running' },
    hub_status: 'live',
    cancelled_at: null,
  };
}
