/** The hub's settings, which the deployment writes to /config.json. */
export interface HubConfig {
  /** OpenID provider, without a trailing slash. */
  readonly issuer: string;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly scopes: string;
  /** URL that ends the session at the provider and leads back here. */
  readonly logout: string;
  /** Base URL of the Management API, without a trailing slash. */
  readonly managementApi: string;
  /** Base URL of the Partner API, for what the viewer copies. */
  readonly partnerApi: string;
}

export class HubConfigError extends Error {
  override readonly name = 'HubConfigError';
}

/** Throws HubConfigError naming what is wrong. */
export function parseHubConfig(value: unknown): HubConfig {
  if (typeof value !== 'object' || value === null) throw new HubConfigError('config.json is not an object.');
  const fields = value as Readonly<Record<string, unknown>>;
  return {
    issuer: withoutSlash(url(fields, 'issuer')),
    clientId: text(fields, 'client_id'),
    scopes: text(fields, 'scopes'),
    logout: url(fields, 'logout'),
    managementApi: withoutSlash(url(fields, 'management_api')),
    partnerApi: withoutSlash(url(fields, 'partner_api')),
  };
}

export async function loadHubConfig(): Promise<HubConfig> {
  const response = await fetch('/config.json', { cache: 'no-cache', signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new HubConfigError(`config.json came with status ${response.status}.`);
  return parseHubConfig(await response.json());
}

function text(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new HubConfigError(`config.json has no ${name}.`);
  return value;
}

/** Rejects other schemes, such as `javascript:`. */
function url(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = text(fields, name);
  const protocol = URL.parse(value)?.protocol;
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new HubConfigError(`${name} in config.json is not an HTTP URL.`);
  return value;
}

function withoutSlash(value: string): string {
  return value.replace(/\/+$/, '');
}
