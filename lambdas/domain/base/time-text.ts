/** Returns the day in UTC, `2026-12-01`. */
export function dateOf(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 10);
}

/** Returns `24 Nov 2026, 07:51:30 UTC`. */
export function timeText(epochMs: number): string {
  const [, day, month, year, time] = new Date(epochMs).toUTCString().split(' ');
  return `${day} ${month} ${year}, ${time} UTC`;
}
