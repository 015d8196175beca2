import { BUSINESSES } from './businesses.ts';
import type { Channel, PartnerData } from './records.ts';
import { Seed } from './seed.ts';
import { seedChannel } from './seed-channel.ts';
import { seedClient } from './seed-client.ts';
import { seedTemplates } from './seed-templates.ts';

const CLIENTS = 8;
const BRANDS: readonly [string, ...string[]] = ['Meridian Reach', 'Copperline Chat', 'Relay & Rye'];
/** The two partners of the demo data share no client, so that data of the wrong one is noticed at a glance. */
const DEMO_PARTNERS: ReadonlyMap<string, { brand: string; first: number }> = new Map([
  ['demoPA', { brand: 'Parley Works', first: 0 }],
  ['otherPA', { brand: 'Tidal Messaging', first: CLIENTS }],
]);

/** Eight clients, the first two with two channels, the last one with none yet; the same for the same id, always. */
export function seedPartner(partnerId: string): PartnerData {
  const seed = new Seed(partnerId);
  const demo = DEMO_PARTNERS.get(partnerId);
  const brand = demo?.brand ?? seed.pick('brand', BRANDS);
  const domain = `${brand.toLowerCase().replace(/[^a-z]+/g, '-')}.example`;
  const first = demo?.first ?? seed.integer('first business', BUSINESSES.length);
  const businesses = Array.from({ length: CLIENTS }, (_, index) => BUSINESSES[(first + index) % BUSINESSES.length]);
  const clients = businesses.flatMap((business, index) =>
    business === undefined ? [] : [seedClient(seed, index, business)],
  );
  const channels = clients.flatMap((client, index): Channel[] => {
    const business = businesses[index];
    const amount = index < 2 ? 2 : index === CLIENTS - 1 ? 0 : 1;
    return business === undefined
      ? []
      : Array.from({ length: amount }, (_, number) => seedChannel(seed, client, business, number * CLIENTS + index));
  });
  const accounts = channels.map(({ waba_account }) => waba_account);
  const createdAt = seed.time('partner created', '2022-03-01T08:00:00Z', 200);
  return {
    partner: {
      id: partnerId,
      brand_name: brand,
      logo_url: `https://cdn.${domain}/logo.png`,
      webhook_url: `https://hooks.${domain}/partner-events`,
      partner_redirect_url: `https://app.${domain}/onboarding/done`,
      country: seed.pick('partner country', ['DE', 'GB', 'US']),
      payment_required: false,
      settings: { default_language: 'en', notifications_enabled: true },
      created_at: createdAt,
      modified_at: createdAt,
    },
    balanceUsd: seed.integer('partner balance', 500_000) / 100,
    clients,
    channels,
    clientBalances: new Map(clients.map(({ id }) => [id, seed.integer(`balance ${id}`, 90_000) / 100])),
    channelKeys: new Map(),
    templates: new Map(accounts.map((account) => [account.id, seedTemplates(seed, account)])),
    flows: new Map(accounts.map(({ id }) => [id, []])),
  };
}
