import { buttonWords, type NextAct } from './next-act.ts';

/** The one next act. While something is in the way it says so, and can still be reached and read by keyboard. With `form` it submits that form. */
export function NextButton({
  next,
  busy,
  onAct,
  form,
}: {
  next: NextAct;
  busy: boolean;
  onAct: () => void;
  form?: string | undefined;
}) {
  const off = next.blocked !== null || busy;
  return (
    <button
      type={form === undefined ? 'button' : 'submit'}
      form={form}
      className="btn main go"
      data-act={next.act}
      aria-disabled={off}
      onClick={() => {
        if (!off && form === undefined) onAct();
      }}
    >
      {buttonWords(next)}
    </button>
  );
}
