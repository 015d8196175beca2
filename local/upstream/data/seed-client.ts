import { type Business, PHONE_NUMBERS } from './businesses.ts';
import type { Client } from './records.ts';
import type { Seed } from './seed.ts';

export function seedClient(seed: Seed, index: number, business: Business): Client {
  const createdAt = seed.time(`client ${index} created`, '2023-01-09T08:00:00Z', 900);
  const domain = `${asciiSlug(business.name)}.example`;
  return {
    id: seed.id(`client ${index}`, 'CL'),
    name: business.name,
    status: index === 6 ? 'inactive' : 'active',
    max_channels: 3,
    organisation: business.organisation,
    contact_info: {
      email: `${asciiSlug(business.contact).replace('-', '.')}@${domain}`,
      phone: `+${PHONE_NUMBERS[business.country](index + 60)}`,
      full_name: business.contact,
      country: business.country,
      city: business.city,
      language: business.language,
      webpage_url: `https://www.${domain}`,
    },
    partner_payload: index % 3 === 0 ? `crm-${seed.integer(`payload ${index}`, 90_000) + 10_000}` : null,
    created_at: createdAt,
    modified_at: createdAt,
  };
}

function asciiSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}
