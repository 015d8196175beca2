import { type CSSVariablesResolver, createTheme, Modal, Notification } from '@mantine/core';
import classes from './theme.module.css';

/** Text has a contrast of at least 4.5 in both schemes; colors beyond Mantine's are in styles.css. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 7 },
  colors: {
    teal: [
      '#effaf8',
      '#d3f2ec',
      '#a8e4da',
      '#74d1c3',
      '#45b8a8',
      '#2a9d8f',
      '#14857a',
      '#0f766e',
      '#115e59',
      '#134e4a',
    ],
    gray: [
      '#f6f8f9',
      '#eef2f4',
      '#e3e9ec',
      '#d8e0e4',
      '#c6d0d6',
      '#687783',
      '#55636f',
      '#41505c',
      '#2b3843',
      '#17212b',
    ],
    dark: [
      '#e6edf1',
      '#c5d0d8',
      '#9fadb7',
      '#8593a0',
      '#36434d',
      '#2a353d',
      '#1c262d',
      '#161e24',
      '#11181d',
      '#0c1215',
    ],
    red: ['#fdecea', '#fad3cf', '#f3a9a2', '#ea7d74', '#dd5549', '#cd3a2d', '#b92c20', '#a8261b', '#8f1f16', '#721912'],
  },
  black: '#17212b',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { backgroundOpacity: 0.5 },
        radius: 'lg',
        // A page has one banner landmark; a dialog's header must not be another.
        attributes: { header: { role: 'presentation' } },
      },
      classNames: {
        header: classes.dialogHeader ?? '',
        title: classes.dialogTitle ?? '',
        body: classes.dialogBody ?? '',
        inner: classes.dialogInner ?? '',
      },
    }),
  },
});

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-error': '#a8261b', '--mantine-color-placeholder': '#687783' },
  dark: { '--mantine-color-error': '#ff9b91' },
});
