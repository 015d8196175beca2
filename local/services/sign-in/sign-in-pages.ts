import { createHash } from 'node:crypto';
import { PASSWORD_POLICY } from '../accounts/password-policy.ts';

const STYLE = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1a1b1e; background: #f4f5f7; }
main { box-sizing: border-box; max-width: 24rem; margin: 10vh auto; padding: 2rem; background: #fff; border: 1px solid #d0d4da; border-radius: 8px; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; margin-top: 0.25rem; padding: 0.6rem; font: inherit; border: 1px solid #6b7280; border-radius: 4px; }
button { width: 100%; margin-top: 1.5rem; padding: 0.7rem; font: inherit; font-weight: 600; color: #fff; background: #1c5fb8; border: 0; border-radius: 4px; cursor: pointer; }
:focus-visible { outline: 3px solid #74a7ea; outline-offset: 2px; }
.error { padding: 0.75rem; color: #8b1a1a; background: #fdecec; border: 1px solid #e6a5a5; border-radius: 4px; }
.note { margin: 1.5rem 0 0; font-size: 0.875rem; color: #4b5563; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Headers of every page without a form. */
export const PAGE_HEADERS = pageHeaders("'none'");

/** Returns the headers of a page. `formAction` lists where the form may lead, including redirects. */
export function pageHeaders(formAction: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    // With `no-referrer` browsers would send `Origin: null` with the form, as a foreign page would.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}

export interface SignInForm {
  readonly email: string;
  readonly error: string | null;
}

export interface SignInPage extends SignInForm {
  /** Announces what has happened before. */
  readonly note: string | null;
  /** Path of the page for a forgotten password. */
  readonly forgotten: string;
}

export function signInPage({ email, error, note, forgotten }: SignInPage): string {
  // The first empty field gets the focus.
  const [emailFocus, passwordFocus] = email === '' ? [' autofocus', ''] : ['', ' autofocus'];
  const { message, described } = shown(error);
  return page(
    'Sign in',
    `${message}${note === null ? '' : `<p role="status">${escapeHtml(note)}</p>`}
<form method="post">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="256" value="${escapeHtml(email)}"${described}${emailFocus}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"${described}${passwordFocus}>
<button type="submit">Sign in</button>
</form>
<p><a href="${escapeHtml(forgotten)}">Forgot your password?</a></p>
<p class="note">This page stands in for the hosted sign-in page while the product runs on this machine.</p>`,
  );
}

/** Returns the page that follows a temporary password. */
export function newPasswordPage({ email, error }: SignInForm): string {
  const { message, described } = shown(error);
  return page(
    'Choose a password',
    `${message}
<form method="post">
<p>Your password was a temporary one. ${PASSWORD_POLICY}</p>
<input name="username" type="hidden" autocomplete="username" value="${escapeHtml(email)}">
<label for="new_password">New password</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required maxlength="256"${described} autofocus>
<button type="submit">Save and sign in</button>
</form>`,
  );
}

/** Returns the page that asks for a code by e-mail. */
export function forgottenPasswordPage(): string {
  return page(
    'Forgot your password?',
    `<form method="post">
<p>Enter your e-mail address, and we send you a code.</p>
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="256" autofocus>
<button type="submit">Send code</button>
</form>`,
  );
}

/** Returns the page that takes the code with a new password. */
export function resetPasswordPage({ email, error }: SignInForm): string {
  const { message, described } = shown(error);
  return page(
    'Choose a new password',
    `${message}
<form method="post">
<p>If there is an account for ${escapeHtml(email)}, it has got a code by e-mail. ${PASSWORD_POLICY}</p>
<input name="email" type="hidden" autocomplete="username" value="${escapeHtml(email)}">
<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="6"${described} autofocus>
<label for="new_password">New password</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required maxlength="256"${described}>
<button type="submit">Change password</button>
</form>`,
  );
}

export function errorPage(message: string): string {
  return page('Sign-in is not possible', `<p class="error" role="alert">${escapeHtml(message)}</p>`);
}

function shown(error: string | null): { message: string; described: string } {
  if (error === null) return { message: '', described: '' };
  return {
    message: `<p class="error" id="error" role="alert">${escapeHtml(error)}</p>`,
    described: ' aria-describedby="error" aria-invalid="true"',
  };
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Partner Hub</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
