/** Input of an operator that is ill-formed, and how it should be. */
export interface InvalidInput {
  readonly outcome: 'invalid';
  readonly detail: string;
}

export function invalid(detail: string): InvalidInput {
  return { outcome: 'invalid', detail };
}

export function invalidPartnerId(): InvalidInput {
  return invalid('A partner ID has 4 to 32 letters and digits, for example demoPA.');
}
