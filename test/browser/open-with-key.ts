import { createKeyWithCode } from '../support/create-key.ts';
import { letOtpTimePass } from '../support/hub-records.ts';
import { createUser, type SignedInUser, signInUser } from '../support/users.ts';
import { row } from './generate.ts';
import { type HubPage, openPage, signIn } from './hub-page.ts';

export interface OpenedWithKey {
  readonly user: SignedInUser;
  readonly tab: HubPage;
  readonly keyId: string;
  readonly key: string;
}

/** A new partner with one key named "Test key", which may read the balance, and the page that lists it. Another code may be asked for at once. */
export async function openWithKey(): Promise<OpenedWithKey> {
  const user = await signInUser(await createUser());
  const tab = await openPage();
  const { id: keyId, key } = await signInWithKey(tab, user, { scopes: ['balance:read'] });
  return { user, tab, keyId, key };
}

/** Creates a key with these limits and opens the page that lists it. Codes that were sent for it are forgotten. */
export async function signInWithKey(
  tab: HubPage,
  user: SignedInUser,
  limits: object,
  name = 'Test key',
): Promise<{ readonly id: string; readonly key: string }> {
  const created = await createKeyWithCode(user, name, limits);
  await letOtpTimePass(user.userId, 60);
  await signIn(tab, user);
  await row(tab.page, name).waitFor();
  return created;
}

/** As if the session had been ended elsewhere: the token is over, and cannot be renewed. */
export async function endSession({ page }: HubPage): Promise<void> {
  await page.evaluate(`{
    const name = Object.keys(sessionStorage).find((one) => one.startsWith('partner-hub.user:'));
    const user = JSON.parse(sessionStorage.getItem(name));
    sessionStorage.setItem(name, JSON.stringify({ ...user, expires_at: 1, refresh_token: 'ended' }));
  }`);
}
