import classes from './shell.module.css';

export function Wordmark() {
  return (
    <span className={classes.wordmark}>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#0f766e" />
        <circle cx="12.5" cy="16" r="4.5" fill="none" stroke="#fff" strokeWidth="2.6" />
        <path
          d="M17 16h9m-3 0v4"
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Partner Hub
    </span>
  );
}
