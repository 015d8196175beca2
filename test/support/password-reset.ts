import { Browser, findForm, type Page } from '../../tools/client/browser.ts';
import { type Message, readMessages } from '../../tools/client/mailbox.ts';
import { discoverProvider, readHubConfig } from '../../tools/client/sign-in.ts';
import { hub, mailbox } from './hub.ts';

/** Sets a new password as somebody does who has forgotten the old one: on the provider's pages, with a code by e-mail. */
export async function resetPassword(email: string, password: string): Promise<Page> {
  const config = await readHubConfig(hub);
  const { authorization_endpoint } = await discoverProvider(config.issuer);
  const redirectUri = `${hub}/callback`;
  const authorization = new URL(authorization_endpoint);
  authorization.search = new URLSearchParams({
    response_type: 'code',
    client_id: config.client_id,
    redirect_uri: redirectUri,
    scope: config.scopes,
    state: 'reset',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWBuGJSstw-cM',
    code_challenge_method: 'S256',
  }).toString();
  const browser = new Browser(redirectUri);
  const signInPage = await browser.open(authorization);
  const [, link = ''] = /<a href="([^"]+)">Forgot your password\?/.exec(signInPage.text) ?? [];
  const asking = await browser.open(new URL(link, signInPage.url));
  const choosing = await browser.submit(formOf(asking, 'email'), { email });
  return browser.submit(formOf(choosing, 'code', 'new_password'), {
    code: await codeFor(email),
    new_password: password,
  });
}

function formOf(page: Page, ...names: readonly string[]) {
  const form = findForm(page, names);
  if (form === null) throw new Error(`${page.url.pathname} shows no form with ${names.join(' and ')}.`);
  return form;
}

/** The page is shown when the message is in the mailbox. */
async function codeFor(email: string): Promise<string> {
  const codes = (await readMessages(mailbox, email)).flatMap(({ subject, text }: Message) =>
    subject === 'Your password reset code' ? (/\b\d{6}\b/.exec(text)?.[0] ?? []) : [],
  );
  const code = codes.at(-1);
  if (code === undefined) throw new Error(`No code for a password was sent to ${email}.`);
  return code;
}
