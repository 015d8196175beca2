import type { OtpChallenge } from '../../lambdas/http/management-api/schemas/otp-challenges.ts';

export type Channel = OtpChallenge['channel'];

export const CHANNELS: readonly { readonly value: Channel; readonly label: string }[] = [
  { value: 'email', label: 'E-mail' },
  { value: 'whatsapp', label: 'WhatsApp' },
];

export function otherChannel(channel: Channel): Channel {
  return channel === 'email' ? 'whatsapp' : 'email';
}

export function channelLabel(channel: Channel): string {
  return channel === 'email' ? 'e-mail' : 'WhatsApp';
}
