/** The actor of events about what an operator did, which takes no code. */
export const OPERATOR = 'operator';

/** The partner does not exist, or its ID is ill-formed. */
export interface PartnerUnknown {
  readonly outcome: 'partner_unknown';
}
