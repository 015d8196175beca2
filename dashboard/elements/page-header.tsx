import { type ReactNode, useEffect, useRef } from 'react';
import classes from './page-header.module.css';

interface PageHeaderProps {
  readonly title: string;
  readonly description: ReactNode;
  readonly action?: ReactNode;
}

let shownBefore = false;

/** Names the page. Takes the focus when the viewer changes pages, as a newly loaded page would. */
export function PageHeader({ title, description, action }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Partner Hub`;
    if (shownBefore) heading.current?.focus();
    shownBefore = true;
  }, [title]);
  return (
    <header className={classes.header}>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{description}</p>
      </div>
      {action}
    </header>
  );
}
