/**
 * Applies the viewer's choice of light or dark before the first paint; the theme takes over from there. A file of its
 * own because the page's Content-Security-Policy allows no script inside the page.
 */
const KEY = 'mantine-color-scheme-value';

function chosen(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage may be forbidden; then the system's setting decides.
    return null;
  }
}

const choice = chosen();
const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
