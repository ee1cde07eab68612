import { useQueryClient } from '@tanstack/react-query';
import type { SeatView } from '../../../bridge/people.ts';
import { setUser } from '../../query.ts';
import { PasswordForm } from '../../ui/password-form.tsx';
import { StartFrame } from './frame.tsx';

/** After a one-time password: nothing else is done before its user has chosen one that nobody else knows. */
export function ChangePassword({ seat }: { seat: SeatView }) {
  const client = useQueryClient();
  return (
    <StartFrame title="A password of your own" sub={`${seat.name}, ${seat.credentials}`}>
      <PasswordForm oldLabel="Password you were given" first onDone={(me) => setUser(client, me)} />
    </StartFrame>
  );
}
