import { z } from 'zod';
import type { ResponseHeadersDefinition } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { flag, ignored, map, number, text } from './schemas.ts';
import { DESCRIPTIVE } from './without-local-effect.ts';

const Override = flag.default(false);

/** Each security setting becomes a header. */
const SECURITY_HEADERS = map({
  ContentSecurityPolicy: map({ ContentSecurityPolicy: text, Override })
    .transform((setting) => header('Content-Security-Policy', setting.ContentSecurityPolicy, setting.Override))
    .optional(),
  ContentTypeOptions: map({ Override })
    .transform((setting) => header('X-Content-Type-Options', 'nosniff', setting.Override))
    .optional(),
  FrameOptions: map({ FrameOption: text, Override })
    .transform((setting) => header('X-Frame-Options', setting.FrameOption, setting.Override))
    .optional(),
  ReferrerPolicy: map({ ReferrerPolicy: text, Override })
    .transform((setting) => header('Referrer-Policy', setting.ReferrerPolicy, setting.Override))
    .optional(),
  StrictTransportSecurity: map({
    AccessControlMaxAgeSec: number.default(0),
    IncludeSubdomains: flag.default(false),
    Preload: flag.default(false),
    Override,
  })
    .transform(({ AccessControlMaxAgeSec, IncludeSubdomains, Preload, Override: override }) => {
      const value = `max-age=${AccessControlMaxAgeSec}${IncludeSubdomains ? '; includeSubDomains' : ''}`;
      return header('Strict-Transport-Security', `${value}${Preload ? '; preload' : ''}`, override);
    })
    .optional(),
});

const POLICY = map({
  ResponseHeadersPolicyConfig: map({
    SecurityHeadersConfig: SECURITY_HEADERS.optional(),
    CustomHeadersConfig: map({ Items: z.array(map({ Header: text, Value: text, Override })).default([]) }).optional(),
    RemoveHeadersConfig: map({ Items: z.array(map({ Header: text })).default([]) }).optional(),
    ...ignored(DESCRIPTIVE, 'Comment', 'Name'),
  }),
});

export function loadResponseHeadersPolicy(resource: LoadedResource): ResponseHeadersDefinition {
  const { ResponseHeadersPolicyConfig: config } = resource.properties(POLICY);
  const security = Object.values(config.SecurityHeadersConfig ?? {}).filter((one) => one !== undefined);
  const custom = config.CustomHeadersConfig?.Items ?? [];
  return {
    set: [...security, ...custom.map((item) => header(item.Header, item.Value, item.Override))],
    remove: config.RemoveHeadersConfig?.Items.map((item) => item.Header) ?? [],
  };
}

function header(name: string, value: string, override: boolean): ResponseHeadersDefinition['set'][number] {
  return { name, value, override };
}
