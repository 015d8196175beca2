/** The data as the API shows it: field names are those of the wire. Times are RFC 3339 UTC. */

export interface Partner {
  readonly id: string;
  readonly brand_name: string;
  readonly logo_url: string;
  webhook_url: string | null;
  partner_redirect_url: string | null;
  readonly country: string;
  readonly payment_required: boolean;
  readonly settings: { readonly default_language: string; readonly notifications_enabled: boolean };
  readonly created_at: string;
  modified_at: string;
}

export interface Client {
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'inactive';
  max_channels: number;
  readonly organisation: string;
  readonly contact_info: {
    readonly email: string;
    readonly phone: string;
    readonly full_name: string;
    readonly country: string;
    readonly city: string;
    readonly language: string;
    readonly webpage_url: string;
  };
  /** Whatever the partner stores with its client. */
  partner_payload: unknown;
  readonly created_at: string;
  modified_at: string;
}

export interface WabaAccount {
  readonly id: string;
  readonly external_id: string;
  readonly namespace: string;
}

export interface Channel {
  readonly id: string;
  readonly client_id: string;
  readonly account_mode: 'live' | 'sandbox';
  readonly status: 'ready' | 'pending';
  readonly created_at: string;
  modified_at: string;
  readonly current_limit: string;
  readonly current_quality_rating: 'high' | 'medium' | 'low';
  readonly setup_info: { readonly phone_number: string; readonly phone_name: string };
  readonly waba_account: WabaAccount;
  readonly integration: { enabled: boolean; app_id: string | null; state: 'running' | 'stopped' };
  hub_status: 'live' | 'cancellation_requested';
  cancelled_at: string | null;
}

/** The key's text is not kept: like everywhere, it is shown once. */
export interface ChannelKey {
  readonly id: string;
  readonly app_id: string;
  readonly address: string;
  readonly created_at: string;
}

export interface Template {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly language: string;
  readonly status: 'approved' | 'rejected' | 'submitted';
  readonly namespace: string;
  readonly components: readonly unknown[];
  readonly created_at: string;
  readonly modified_at: string;
}

export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly categories: readonly string[];
  status: 'DRAFT' | 'PUBLISHED';
}

/** Everything of one partner. No structure holds two partners' data, so a route cannot reach into another's. */
export interface PartnerData {
  readonly partner: Partner;
  readonly balanceUsd: number;
  readonly clients: readonly Client[];
  readonly channels: readonly Channel[];
  /** By client id, in US dollars. */
  readonly clientBalances: ReadonlyMap<string, number>;
  /** By channel id; at most one key a channel. */
  readonly channelKeys: Map<string, ChannelKey>;
  /** By WABA account id; the keys are the accounts that exist. */
  readonly templates: ReadonlyMap<string, Template[]>;
  readonly flows: ReadonlyMap<string, Flow[]>;
}
