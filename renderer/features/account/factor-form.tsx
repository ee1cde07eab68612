import { useState, type FormEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import type { SeatView } from '../../../bridge/people.ts';
import { failureIn, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';

interface Props {
  readonly seat: Pick<SeatView, 'hasFactor'>;
  /** when it is set up, and the recovery codes are shown */
  readonly onMade?: () => void;
  /** when they are put away */
  readonly onDone: (seat: SeatView) => void;
}

/** A second factor, from the offer to the recovery codes. Nothing is kept before a code of the app was right. */
export function FactorForm({ seat, onMade, onDone }: Props) {
  const offer = useWrite('factor.offer');
  const [made, setMade] = useState<Output<'factor.enrol'> | null>(null);
  if (made) return <RecoveryCodes codes={made.recovery} onDone={() => onDone(made.seat)} />;
  const show = (enrolled: Output<'factor.enrol'>) => {
    setMade(enrolled);
    onMade?.();
  };
  if (offer.data) return <Confirm offer={offer.data} seat={seat} onMade={show} />;
  return (
    <div className="stack">
      <Problem failure={failureIn(offer)} />
      <button
        type="button"
        className="btn main wide"
        disabled={offer.isBlocked}
        onClick={() => offer.mutate({})}
      >
        {seat.hasFactor ? 'Set up another one' : 'Set it up'}
      </button>
    </div>
  );
}

interface ConfirmProps extends Pick<Props, 'seat'> {
  readonly offer: Output<'factor.offer'>;
  readonly onMade: (made: Output<'factor.enrol'>) => void;
}

function Confirm({ offer, seat, onMade }: ConfirmProps) {
  const [form, setForm] = useState({ code: '', current: '', password: '' });
  const enrol = useWrite('factor.enrol', onMade);
  const failure = failureIn(enrol);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const { code, current, password } = form;
    const { secret } = offer;
    enrol.mutate({ secret, code, password, current: seat.hasFactor ? current : null });
  };
  return (
    <form className="stack" onSubmit={send}>
      <p>Scan this with an app for one-time codes, or type the secret into it.</p>
      <QrCode {...offer.qr} />
      <output className="one-time secret mono" aria-label="Secret">
        {offer.secret.match(/.{1,4}/g)?.join(' ')}
      </output>
      <TextField
        label="Code that the app shows"
        name="code"
        value={form.code}
        onChange={set('code')}
        issues={issues.at('code')}
        hint="six digits"
        autoComplete="one-time-code"
        first
      />
      {seat.hasFactor && (
        <TextField
          label="Code of the one before"
          name="current"
          value={form.current}
          onChange={set('current')}
          issues={issues.at('current')}
          hint="six digits, or a recovery code"
          autoComplete="off"
        />
      )}
      <TextField
        label="Your password"
        name="factor-password"
        type="password"
        value={form.password}
        onChange={set('password')}
        issues={issues.at('password')}
        autoComplete="current-password"
      />
      <Problem failure={failure} shown={['code', 'current', 'password']} />
      <button
        type="submit"
        className="btn main wide"
        disabled={enrol.isBlocked || form.code === '' || form.password === ''}
      >
        Confirm
      </button>
    </form>
  );
}

/** Black on white in every theme, with the quiet zone of four modules that readers look for. */
const QrCode = ({ path, size }: Output<'factor.offer'>['qr']) => (
  <svg
    className="qr"
    viewBox={`-4 -4 ${size + 8} ${size + 8}`}
    role="img"
    aria-label="QR code of the secret"
    shapeRendering="crispEdges"
  >
    <rect x={-4} y={-4} width={size + 8} height={size + 8} fill="#fff" />
    <path d={path} fill="#000" />
  </svg>
);

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="stack">
      <p>
        Recovery codes: each signs you in once, without the app. Print or write them down and keep them apart
        from it. They are shown here only.
      </p>
      <ol className="one-time recovery-codes mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <button type="button" className="btn wide" onClick={() => window.print()}>
        Print
      </button>
      <button type="button" className="btn main wide" onClick={onDone}>
        I have them
      </button>
    </div>
  );
}
