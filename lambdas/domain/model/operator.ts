/** The actor of events about what an operator did: no code is asked for. */
export const OPERATOR = 'operator';

/** An operator named a partner that does not exist, or whose ID is ill-formed. */
export interface PartnerUnknown {
  readonly outcome: 'partner_unknown';
}
