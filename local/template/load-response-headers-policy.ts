import type { ResponseHeadersDefinition } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';
import type { Properties } from './properties.ts';

/** How each security setting is written as a header. */
const SECURITY_HEADERS: Readonly<Record<string, { name: string; value: (setting: Properties) => string }>> = {
  ContentSecurityPolicy: {
    name: 'Content-Security-Policy',
    value: (setting) => setting.text('ContentSecurityPolicy'),
  },
  ContentTypeOptions: { name: 'X-Content-Type-Options', value: () => 'nosniff' },
  FrameOptions: { name: 'X-Frame-Options', value: (setting) => setting.text('FrameOption') },
  ReferrerPolicy: { name: 'Referrer-Policy', value: (setting) => setting.text('ReferrerPolicy') },
  StrictTransportSecurity: {
    name: 'Strict-Transport-Security',
    value: (setting) =>
      [
        `max-age=${setting.number('AccessControlMaxAgeSec', 0)}`,
        ...(setting.flag('IncludeSubdomains', false) ? ['includeSubDomains'] : []),
        ...(setting.flag('Preload', false) ? ['preload'] : []),
      ].join('; '),
  },
};

export function loadResponseHeadersPolicy({ properties }: LoadedResource): ResponseHeadersDefinition {
  const config = properties.requiredNested('ResponseHeadersPolicyConfig');
  const security = config.nested('SecurityHeadersConfig');
  const custom = config.nested('CustomHeadersConfig')?.nestedList('Items') ?? [];
  const removed = config.nested('RemoveHeadersConfig')?.nestedList('Items') ?? [];
  const definition = {
    set: [
      ...Object.entries(SECURITY_HEADERS).flatMap(([property, { name, value }]) => {
        const setting = security?.nested(property) ?? null;
        return setting === null ? [] : [{ name, value: value(setting), override: setting.flag('Override', false) }];
      }),
      ...custom.map((item) => ({
        name: item.text('Header'),
        value: item.text('Value'),
        override: item.flag('Override', false),
      })),
    ],
    remove: removed.map((item) => item.text('Header')),
  };
  properties.finish();
  return definition;
}
