import { Component, type ErrorInfo, type ReactNode } from 'react';
import styles from './PanelBoundary.module.css';

export type PanelBoundaryProps = {
  readonly children: ReactNode;
  /** What is said in place of the broken panel. */
  readonly title: string;
  readonly hint: string;
  readonly retryLabel: string;
  /** For the log; the user is not shown the cause. */
  readonly onError: (error: unknown, componentStack: string) => void;
};

/** One broken panel or tile stays one broken panel: it says so and offers to be drawn again. */
export class PanelBoundary extends Component<PanelBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onError(error, info.componentStack ?? '');
  }

  override render(): ReactNode {
    if (!this.state.failed) {
      return this.props.children;
    }
    return (
      <div className={styles.root} role="alert">
        <strong>{this.props.title}</strong>
        <span>{this.props.hint}</span>
        <button type="button" className={styles.retry} onClick={() => this.setState({ failed: false })}>
          {this.props.retryLabel}
        </button>
      </div>
    );
  }
}
