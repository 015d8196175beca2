export type OffAtReading = { readonly offAt: string } | { readonly error: string };

/** Converts a date and time in the viewer's time zone to RFC 3339 in UTC. */
export function readOffAt(text: string, now: number): OffAtReading {
  const moment = new Date(text).getTime();
  if (text === '' || Number.isNaN(moment)) return { error: 'Choose a date and a time.' };
  if (moment <= now) return { error: 'This is over already: choose a later time.' };
  return { offAt: `${new Date(moment).toISOString().slice(0, 19)}Z` };
}

/** Formats a moment for a date and time field, to the minute. */
export function offAtText(moment: number): string {
  const local = new Date(moment - new Date(moment).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
