import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useId } from 'react';
import { CHANNELS, type Channel } from './channels.ts';

interface ChannelChoiceProps {
  readonly channel: Channel;
  readonly onChannel: (channel: Channel) => void;
  readonly readOnly: boolean;
  /** What the API has said about the choice. */
  readonly error: string | null;
}

/** How the code is to be sent. */
export function ChannelChoice({ channel, onChannel, readOnly, error }: ChannelChoiceProps) {
  const label = useId();
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600} id={label}>
        Get the code by
      </Text>
      <SegmentedControl
        fullWidth
        aria-labelledby={label}
        data={CHANNELS.map((one) => ({ ...one }))}
        value={channel}
        onChange={(value) => onChannel(value as Channel)}
        readOnly={readOnly}
      />
      <Text size="sm" c={error === null ? 'dimmed' : 'var(--hub-danger)'} role={error === null ? undefined : 'alert'}>
        {error ?? 'We send six digits to confirm that it is you.'}
      </Text>
    </Stack>
  );
}
