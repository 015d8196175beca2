/** What an authorizer handed over, in a function behind it. */
export type ReceivedContext = Readonly<Record<string, unknown>> | null | undefined;

/** Returns a value of the authorizer's context. Throws a TypeError for one that is missing or empty. */
export function contextText(context: ReceivedContext, name: string): string {
  const value = context?.[name];
  if (typeof value !== 'string' || value === '') throw new TypeError(`The authorizer context lacks ${name}.`);
  return value;
}
