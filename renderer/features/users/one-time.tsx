import type { Output } from '../../../bridge/contract.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { ShownOnce } from './shown-once.tsx';

interface Props {
  readonly name: string;
  readonly made: Pick<Output<'user.reset-password'>, 'oneTime' | 'until'>;
  readonly onClose: () => void;
}

/** A password that is read out once, is good once, and stands nowhere afterwards. */
export function OneTimePassword({ name, made, onClose }: Props) {
  const { status } = useSession();
  return (
    <ShownOnce title="One-time password" text={made.oneTime} done="It is handed over" onClose={onClose}>
      For {name}, good for one sign-in, until {instantWords(made.until, status.timeZone)}; then they choose
      their own.
    </ShownOnce>
  );
}
