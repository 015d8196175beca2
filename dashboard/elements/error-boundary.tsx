import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Notice } from './notice.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** Replaces a failed part that is smaller than a page. */
  readonly instead?: ReactNode;
}

/** Keeps the other pages usable when one fails. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    if (this.props.instead !== undefined) return this.props.instead;
    return (
      <Notice
        tone="danger"
        title="This page stopped working"
        actions={
          <Button size="xs" variant="default" onClick={() => window.location.reload()}>
            Load it again
          </Button>
        }
      >
        Nothing was changed. If it happens again, tell support what you did before.
      </Notice>
    );
  }
}
