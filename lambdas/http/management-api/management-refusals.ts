/** Titles and sentences go into response bodies by plain substitution: no quotation mark, no backslash, no input. */
export const MANAGEMENT_DENIALS = {
  forbidden_origin: {
    title: 'Forbidden origin',
    detail: 'The Management API answers at the address of the Partner Hub only: call it there.',
  },
  not_a_partner_user: {
    title: 'Not a partner user',
    detail: 'This account belongs to no partner, or was removed from it: ask an owner of your account.',
  },
} as const;
