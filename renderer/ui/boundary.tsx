import { Component, type ReactNode } from 'react';

/** A screen that breaks says so, and gives a way back. Nothing that was saved is touched. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <div className="empty" role="alert">
        <b>This screen broke</b>
        <span>Nothing that was saved is touched. Open the worklist again.</span>
        <button
          type="button"
          className="btn main"
          onClick={() => {
            window.location.hash = '#/work';
            this.setState({ broken: false });
          }}
        >
          Back to the worklist
        </button>
      </div>
    );
  }
}
