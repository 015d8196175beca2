export interface Business {
  readonly name: string;
  readonly organisation: string;
  readonly contact: string;
  readonly city: string;
  readonly country: keyof typeof PHONE_NUMBERS;
  readonly language: string;
}

/** Numbers that the regulators keep for fiction, so that no sample ever names somebody's phone. Each takes 0 to 94. */
export const PHONE_NUMBERS = {
  DE: (index: number) => `493023125${String(index).padStart(3, '0')}`,
  FR: (index: number) => `336399801${String(index).padStart(2, '0')}`,
  GB: (index: number) => `447700900${String(index).padStart(3, '0')}`,
  SE: (index: number) => `467017406${String(index + 5).padStart(2, '0')}`,
  US: (index: number) => `120255501${String(index).padStart(2, '0')}`,
};

/** Made-up businesses; some names need more than ASCII, as real ones do. */
export const BUSINESSES: readonly Business[] = [
  business('Bäckerei Lindenhof', 'Lindenhof Backwaren GmbH', 'Jürgen Brandt', 'Berlin', 'DE', 'de'),
  business('Harbour & Pine Hotels', 'Harbour and Pine Ltd', 'Imogen Clarke', 'Bristol', 'GB', 'en_GB'),
  business('Velo Chablis', 'Velo Chablis SARL', 'Élodie Marchand', 'Auxerre', 'FR', 'fr'),
  business('Cedar Street Dental', 'Cedar Street Dental LLC', 'Marcus Hale', 'Washington', 'US', 'en_US'),
  business('Fjällvind Cykel', 'Fjällvind Cykel AB', 'Åsa Nyström', 'Umeå', 'SE', 'sv'),
  business('Nordlicht Reisen', 'Nordlicht Reisen GmbH & Co. KG', 'Svenja Petersen', 'Kiel', 'DE', 'de'),
  business('Maison Ardoise', 'Maison Ardoise SAS', 'Théo Lambert', 'Angers', 'FR', 'fr'),
  business('Greenfield Cover', 'Greenfield Cover Group plc', 'Priya Nair', 'Leeds', 'GB', 'en_GB'),
  business('Blue Heron Freight', 'Blue Heron Freight Inc.', 'Dolores Vega', 'Washington', 'US', 'en_US'),
  business('Praxis Okafor', 'Gemeinschaftspraxis Dr. Okafor', 'Amara Okafor', 'Berlin', 'DE', 'de'),
  business('Kaffeverket', 'Kaffeverket i Lund AB', 'Oskar Lindqvist', 'Lund', 'SE', 'sv'),
  business('Thistle Garden Centres', 'Thistle Garden Centres Ltd', 'Callum Fraser', 'Perth', 'GB', 'en_GB'),
  business('Librairie du Canal', 'Librairie du Canal SARL', 'Inès Benali', 'Toulouse', 'FR', 'fr'),
  business('Kupferkessel Feinkost', 'Kupferkessel Feinkost OHG', 'Holger Weiß', 'Potsdam', 'DE', 'de'),
  business('Atlas Row Fitness', 'Atlas Row Fitness LLC', 'Naomi Brooks', 'Washington', 'US', 'en_US'),
  business('Skärgård Optik', 'Skärgård Optik AB', 'Elin Sjöberg', 'Norrtälje', 'SE', 'sv'),
];

function business(
  name: string,
  organisation: string,
  contact: string,
  city: string,
  country: Business['country'],
  language: string,
): Business {
  return { name, organisation, contact, city, country, language };
}
