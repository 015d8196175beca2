import type { Page } from 'playwright-core';

/** What differs in every run, and what stands for it. The order matters: a time with its day comes before the day. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b(?:http:\/\/)?localhost:\d+/g, '<origin>'],
  [/\bdpa_test_(\w+?)_\w{12}(?:_\w{4}…)?/g, 'dpa_test_$1_<id>'],
  [/\b\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?(?:(?:,| at) \d\d:\d\d(?::\d\d)?(?: [A-Z]{3,4}| UTC)?)?/g, '<time>'],
  [/\b\d\d:\d\d(?::\d\d)?\b/g, '<time>'],
  [/\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?=<time>)/g, ''],
  [/\b(?:now|yesterday|last (?:week|month|year)|\d+ (?:second|minute|hour|day|week|month|year)s? ago)\b/g, '<time>'],
  [/\b(?=\w*\d)(?=\w*[A-Za-z])[0-9A-Za-z_-]{11,}=?/g, '<id>'],
];

/** Returns the lines of text on the page, without what differs in every run. */
export async function shownText(page: Page): Promise<readonly string[]> {
  const text = await page.locator('body').innerText();
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(withoutVarying);
}

export function withoutVarying(line: string): string {
  return VARYING.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), line);
}
