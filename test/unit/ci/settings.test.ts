import { expect, test } from '@jest/globals';
import { CiSettingsError, userConfiguration } from '../../../tools/ci-settings/settings.ts';

test.each([undefined, '', 'stage=prod', '[]', '{}', 'null', '{"stage":', '{"stage":"prod","throttleRateLimit":5000}'])(
  'are refused, and not repeated: %j',
  (settings) => {
    const use = () => userConfiguration(settings);

    expect(use).toThrow(CiSettingsError);
    expect(use).not.toThrow(/5000/);
  },
);

test('become context, whatever they hold', () => {
  const settings = { stage: 'prod', senderAddress: '$(id)"\n@x.example' };

  expect(JSON.parse(userConfiguration(JSON.stringify(settings)))).toEqual({ context: settings });
});
