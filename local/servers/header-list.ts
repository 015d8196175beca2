/** Headers as sent, with their order, spelling and repetition. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Builds the list from the raw headers, because Node's `headers` drops a second Authorization. */
export function headerListOf(rawHeaders: readonly string[]): HeaderList {
  const list: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    list.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return list;
}

/** Returns the last value of a header, in any spelling. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  return headers.findLast(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
}

export function without(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}
