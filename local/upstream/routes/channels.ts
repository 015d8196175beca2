import { randomBytes } from 'node:crypto';
import type { Channel, ChannelKey } from '../data/records.ts';
import { rfc3339, Seed } from '../data/seed.ts';
import { envelope, notFound } from '../envelope.ts';
import { list } from '../list.ts';
import { type Call, type Handle, type Route, route } from '../router.ts';

const MESSAGING_ADDRESS = 'https://messaging.partner-api.example';

const listChannels: Handle = ({ partner, query }) => list('partner_channels', partner.channels, query);

const getChannel: Handle = (call) => ({ status: 200, body: channelOf(call) });

const listKeys: Handle = (call) => {
  const key = call.partner.channelKeys.get(channelOf(call).id);
  return list('api_keys', key === undefined ? [] : [key], call.query);
};

/** A channel has one key at a time: a new one takes the place of the old. Clients insist on the status 201. */
const createKey: Handle = (call) => {
  const channel = channelOf(call);
  const random = randomBytes(24).toString('base64url');
  const key: ChannelKey = {
    id: new Seed(random).id('key', 'AK'),
    app_id: channel.integration.app_id ?? new Seed(channel.id).id('app', 'AP'),
    address: MESSAGING_ADDRESS,
    created_at: rfc3339(new Date()),
  };
  call.partner.channelKeys.set(channel.id, key);
  return { status: 201, body: { address: key.address, api_key: random, app_id: key.app_id, id: key.id } };
};

const deleteKeys: Handle = (call) => {
  if (!call.partner.channelKeys.delete(channelOf(call).id)) throw notFound('A key of this channel');
  return envelope(200, 'The key was deleted.');
};

function channelOf({ partner, param }: Call): Channel {
  const channel = partner.channels.find(({ id }) => id === param('channelId'));
  if (channel === undefined) throw notFound('This channel');
  return channel;
}

export const channelRoutes: readonly Route[] = [
  route('GET', 'channels', listChannels),
  route('GET', 'channels/{channelId}', getChannel),
  route('GET', 'channels/{channelId}/api_keys', listKeys),
  route('POST', 'channels/{channelId}/api_keys', createKey),
  route('DELETE', 'channels/{channelId}/api_keys', deleteKeys),
];
