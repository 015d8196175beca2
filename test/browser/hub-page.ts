import { expect } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { hub } from '../support/hub.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A tab, and everything about it that should never happen. */
export interface HubPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses of all requests and navigations of the context so far. */
  readonly addresses: string[];
  /** Errors and warnings on the console, exceptions, and violations of the security policy so far. */
  readonly faults: string[];
}

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 360, height: 780 };

let browser: Promise<Browser> | undefined;
const contexts: BrowserContext[] = [];

/** A new browser profile with one tab. `closePages` ends it. */
export async function openPage(options: { readonly viewport?: typeof WIDE } = {}): Promise<HubPage> {
  browser ??= connect();
  const context = await (await browser).newContext({
    viewport: options.viewport ?? WIDE,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    colorScheme: 'light',
  });
  contexts.push(context);
  context.setDefaultTimeout(15_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: hub });
  const addresses: string[] = [];
  const faults: string[] = [];
  context.on('request', (request) => addresses.push(request.url()));
  context.on('page', (page) => watch(page, faults));
  return { page: await context.newPage(), context, addresses, faults };
}

/** To this worker's browser, which is started if it is the first time. */
async function connect(): Promise<Browser> {
  const answer = await fetch(`${process.env.BROWSERS}/${process.env.JEST_WORKER_ID}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Chromium did not start: ${text}`);
  return chromium.connect(text);
}

export async function closePages(): Promise<void> {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  const connected = browser;
  browser = undefined;
  await (await connected)?.close();
}

/** Opens an address of the hub and signs in, from its first page or on the provider's page it leads to. */
export async function signIn({ page }: HubPage, user: Credentials, path = '/'): Promise<void> {
  await page.goto(`${hub}${path}`);
  if (path === '/') await page.getByRole('button', { name: 'Sign in' }).click();
  await enterPassword(page, user);
  await page.waitForURL(`${hub}${path === '/' ? '/api-keys' : path}`);
}

/** Fills in the provider's page. */
export async function enterPassword(page: Page, { email, password }: Credentials): Promise<void> {
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
}

/** Nothing that should never happen has happened. `expected` are faults that the test has caused itself. */
export function expectNoFaults({ addresses, faults }: HubPage, expected: readonly RegExp[] = []): void {
  expect(faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)))).toEqual([]);
  // JSON Web Tokens begin like this, and API keys like that.
  expect(addresses.filter((address) => /eyJ[\w-]{8}|dpa_(test|live)_/.test(address))).toEqual([]);
  expect(
    addresses.filter((address) => /[?&#](access_token|id_token|refresh_token|id_token_hint)=/.test(address)),
  ).toEqual([]);
}

function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${message.type()}: ${message.text()}`);
  });
}
