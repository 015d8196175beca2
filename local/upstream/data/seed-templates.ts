import type { Template, WabaAccount } from './records.ts';
import type { Seed } from './seed.ts';

const SAMPLES: readonly Pick<Template, 'name' | 'category' | 'language' | 'status' | 'components'>[] = [
  {
    name: 'appointment_reminder',
    category: 'UTILITY',
    language: 'en',
    status: 'approved',
    components: [
      { type: 'BODY', text: 'Hello {{1}}, see you on {{2}} at {{3}}.' },
      { type: 'FOOTER', text: 'Reply STOP to opt out.' },
    ],
  },
  {
    name: 'sign_in_code',
    category: 'AUTHENTICATION',
    language: 'de',
    status: 'approved',
    components: [
      { type: 'BODY', add_security_recommendation: true },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
    ],
  },
  {
    name: 'spring_offer',
    category: 'MARKETING',
    language: 'en',
    status: 'rejected',
    components: [{ type: 'BODY', text: '{{1}}, 20% off everything until Sunday.' }],
  },
];

export function seedTemplates(seed: Seed, { id, namespace }: WabaAccount): Template[] {
  return SAMPLES.map((sample) => {
    const createdAt = seed.time(`template ${id} ${sample.name}`, '2025-02-03T09:00:00Z', 300);
    return {
      id: seed.id(`template id ${id} ${sample.name}`, 'WT'),
      ...sample,
      namespace,
      created_at: createdAt,
      modified_at: createdAt,
    };
  });
}
