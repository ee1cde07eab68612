import { Component, type ReactNode } from 'react';
import { isFrame } from '../../bridge/frame.ts';
import { call } from '../api.ts';

interface Props {
  /** the word of the address for what is inside; another one is another room, which is not broken */
  readonly room: string;
  readonly children: ReactNode;
  /** before the room is opened again: what it had been answered may be what broke it */
  readonly onAgain?: () => void;
}
interface State {
  readonly broken: boolean;
  readonly incident: string | null;
  readonly room: string;
}

/**
 * Around one room: where it breaks, the rest of the window goes on, with all that is typed there. It says so, tells the
 * host what kind of error it was and where in the program, never the message, and offers the room anew.
 */
export class Boundary extends Component<Props, State> {
  override state: State = { broken: false, incident: null, room: this.props.room };
  static getDerivedStateFromProps({ room }: Props, state: State): Partial<State> | null {
    return room === state.room ? null : { room, broken: false, incident: null };
  }
  static getDerivedStateFromError(): Partial<State> {
    return { broken: true, incident: null };
  }
  override componentDidCatch(error: unknown) {
    const stack = error instanceof Error ? (error.stack ?? '').split('\n') : [];
    void call('incident.report', {
      room: this.props.room,
      kind: error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'Error',
      stack: stack
        .map((line) => line.trim())
        .filter(isFrame)
        .slice(0, 12),
    }).then(
      ({ incident }) => this.setState({ incident }),
      // Nobody is signed in, or the host is silent: the screen is all there is.
      () => undefined,
    );
  }
  again = () => {
    this.props.onAgain?.();
    this.setState({ broken: false });
  };
  override render() {
    const { broken, incident } = this.state;
    if (!broken) return this.props.children;
    return (
      <div className="empty" role="alert">
        <b>This room broke</b>
        <span>
          Nothing that was saved is touched, and the other rooms go on.
          {incident !== null && ` Tell support incident ${incident}.`}
        </span>
        <button type="button" className="btn main" onClick={this.again}>
          Open the room again
        </button>
        <a className="btn" href="#/work" onClick={this.again}>
          Back to the worklist
        </a>
      </div>
    );
  }
}
