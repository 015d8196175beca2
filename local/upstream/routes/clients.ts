import type { Channel, Client } from '../data/records.ts';
import { rfc3339 } from '../data/seed.ts';
import { notFound, RequestError } from '../envelope.ts';
import { list } from '../list.ts';
import { type Call, type Handle, type Route, route } from '../router.ts';
import { usageAnswer } from '../usage.ts';

const listClients: Handle = ({ partner, query }) => list('clients', partner.clients, query);

const updateClient: Handle = (call) => {
  const client = clientOf(call);
  const { max_channels: maxChannels, partner_payload: payload } = call.input;
  if (maxChannels !== undefined) {
    if (typeof maxChannels !== 'number' || !Number.isSafeInteger(maxChannels) || maxChannels < 0) {
      throw new RequestError(400, 'max_channels must be a whole number.');
    }
    client.max_channels = maxChannels;
  }
  if (payload !== undefined) client.partner_payload = payload;
  client.modified_at = rfc3339(new Date());
  return { status: 200, body: client };
};

const getClientBalance: Handle = (call) => {
  const { id } = clientOf(call);
  const channelIds = call.partner.channels.filter(({ client_id }) => client_id === id).map((channel) => channel.id);
  return usageAnswer(call.query, id, channelIds, call.partner.clientBalances.get(id) ?? 0);
};

/** Funds belong to the client, so the balance is the same for all of its channels. */
const getChannelBalance: Handle = (call) => {
  const { id } = clientOf(call);
  return usageAnswer(call.query, id, [channelOf(call).id], call.partner.clientBalances.get(id) ?? 0);
};

/** Clients post nothing or `{}` here as well as `{"enabled":true}`, and mean the same. */
const requestCancellation: Handle = (call) => {
  const enabled = call.input.enabled ?? true;
  if (typeof enabled !== 'boolean') throw new RequestError(400, 'enabled must be true or false.');
  setCancelled(channelOf(call), enabled);
  return { status: 200, body: { enabled } };
};

const reactivate: Handle = (call) => {
  setCancelled(channelOf(call), false);
  return { status: 200, body: { enabled: true } };
};

function setCancelled(channel: Channel, cancelled: boolean): void {
  const now = rfc3339(new Date());
  channel.hub_status = cancelled ? 'cancellation_requested' : 'live';
  channel.cancelled_at = cancelled ? (channel.cancelled_at ?? now) : null;
  channel.modified_at = now;
}

function clientOf({ partner, param }: Call): Client {
  const client = partner.clients.find(({ id }) => id === param('clientId'));
  if (client === undefined) throw notFound('This client');
  return client;
}

/** A channel is found only under its own client. */
function channelOf(call: Call): Channel {
  const { id: clientId } = clientOf(call);
  const channel = call.partner.channels.find(
    ({ id, client_id }) => id === call.param('channelId') && client_id === clientId,
  );
  if (channel === undefined) throw notFound('This channel');
  return channel;
}

const CHANNEL = 'clients/{clientId}/channels/{channelId}';

export const clientRoutes: readonly Route[] = [
  route('GET', 'clients', listClients),
  route('PATCH', 'clients/{clientId}', updateClient),
  route('GET', 'clients/{clientId}/info/balance', getClientBalance),
  route('GET', `${CHANNEL}/info/balance`, getChannelBalance),
  route('POST', `${CHANNEL}/control/cancellation_request`, requestCancellation),
  route('POST', `${CHANNEL}/control/reactivate`, reactivate),
];
