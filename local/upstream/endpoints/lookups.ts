import type { Lookup } from '../perform-call.ts';

export const PARTNER: Lookup = { name: 'partner', in: 'partner' };
export const CLIENT: Lookup = { name: 'client', in: 'clients', where: { id: 'client_id' } };
export const CHANNEL: Lookup = { name: 'channel', in: 'channels', where: { id: 'channel_id' } };
/** A channel is found only under its own client. */
export const CLIENT_CHANNEL: Lookup = { ...CHANNEL, where: { id: 'channel_id', client_id: 'client_id' } };
/** A WABA account exists as a part of a channel. */
export const ACCOUNT: Lookup = { name: 'account', in: 'channels', where: { 'waba_account.id': 'account_id' } };
