import { includesScope } from '../../lambdas/domain/model/scopes.ts';
import type { CreatedApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';

/** The languages in which the changed request is shown. */
export const LANGUAGES = [
  { id: 'curl', label: 'curl' },
  { id: 'node', label: 'Node' },
  { id: 'python', label: 'Python' },
  { id: 'php', label: 'PHP' },
  { id: 'csharp', label: 'C#' },
] as const;

export type Language = (typeof LANGUAGES)[number]['id'];

export interface SnippetLine {
  readonly text: string;
  /** `before` is removed, `after` replaces it. */
  readonly change?: 'before' | 'after';
}

export interface Target {
  /** Base URL of the Partner API. */
  readonly partnerApi: string;
  readonly partnerId: string;
}

/** Returns a call that lists the partner's channels. It reads the key from the environment, where keys belong. */
export function requestSnippet(language: Language, { partnerApi, partnerId }: Target): SnippetLine[] {
  const url = `${partnerApi}/partners/${partnerId}/channels`;
  const same = (text: string): SnippetLine => ({ text });
  const change = (before: string, after: string): SnippetLine[] => [
    { text: before, change: 'before' },
    { text: after, change: 'after' },
  ];
  switch (language) {
    case 'curl':
      return [
        same(`curl '${url}' \\`),
        ...change(`  -H "Authorization: Bearer $ACCESS_TOKEN"`, `  -H "x-api-key: $PARTNER_API_KEY"`),
      ];
    case 'node':
      return [
        same(`const response = await fetch('${url}', {`),
        ...change(
          `  headers: { authorization: \`Bearer \${accessToken}\` },`,
          `  headers: { 'x-api-key': process.env.PARTNER_API_KEY },`,
        ),
        same('});'),
        same('console.log(await response.json());'),
      ];
    case 'python':
      return [
        same('import os'),
        same('import requests'),
        same(''),
        same('response = requests.get('),
        same(`    "${url}",`),
        ...change(
          `    headers={"Authorization": f"Bearer {access_token}"},`,
          `    headers={"x-api-key": os.environ["PARTNER_API_KEY"]},`,
        ),
        same(')'),
        same('print(response.json())'),
      ];
    case 'php':
      return [
        same(`$request = curl_init('${url}');`),
        same('curl_setopt_array($request, ['),
        same('    CURLOPT_RETURNTRANSFER => true,'),
        ...change(
          `    CURLOPT_HTTPHEADER => ['Authorization: Bearer ' . $accessToken],`,
          `    CURLOPT_HTTPHEADER => ['x-api-key: ' . getenv('PARTNER_API_KEY')],`,
        ),
        same(']);'),
        same('echo curl_exec($request);'),
      ];
    case 'csharp':
      return [
        same('using var client = new HttpClient();'),
        ...change(
          'client.DefaultRequestHeaders.Authorization = new("Bearer", accessToken);',
          'client.DefaultRequestHeaders.Add("x-api-key", Environment.GetEnvironmentVariable("PARTNER_API_KEY"));',
        ),
        same(`Console.WriteLine(await client.GetStringAsync("${url}"));`),
      ];
  }
}

/** Returns the changed request, as it is copied. */
export function changedRequest(lines: readonly SnippetLine[]): string {
  return lines
    .filter(({ change }) => change !== 'before')
    .map(({ text }) => text)
    .join('\n');
}

/** Returns a call that tries a new key, ready for a shell. Keys contain no character that a shell interprets. */
export function trialCall(
  { partnerApi, partnerId }: Target,
  { key, scopes }: Pick<CreatedApiKey, 'key' | 'scopes'>,
): string {
  // Every key may call /whoami.
  const path = includesScope(scopes, 'channels:read') ? `/partners/${partnerId}/channels` : '/whoami';
  return `curl '${partnerApi}${path}' \\\n  -H 'x-api-key: ${key}'`;
}
