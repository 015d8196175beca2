/** Writes a number the viewer's way. */
export function inDigits(count: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** Writes a number with what it counts: "1 call", "1,200 calls". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${inDigits(count)} ${count === 1 ? one : many}`;
}
