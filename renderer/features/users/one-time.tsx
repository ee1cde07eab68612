import { Modal } from '@mantine/core';
import type { Output } from '../../../bridge/contract.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';

interface Props {
  readonly name: string;
  readonly made: Pick<Output<'user.reset-password'>, 'oneTime' | 'until'>;
  readonly onClose: () => void;
}

/** A password that is read out once, is good once, and stands nowhere afterwards. */
export function OneTimePassword({ name, made, onClose }: Props) {
  const { status } = useSession();
  return (
    <Modal
      opened
      onClose={onClose}
      title="One-time password"
      size={460}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="stack">
        <p>
          For {name}, good for one sign-in, until {instantWords(made.until, status.timeZone)}; then they
          choose their own. It is shown here only, and kept nowhere.
        </p>
        <output className="one-time mono">{made.oneTime}</output>
        <span className="row end">
          <button type="button" className="btn main" data-autofocus onClick={onClose}>
            It is handed over
          </button>
        </span>
      </div>
    </Modal>
  );
}
