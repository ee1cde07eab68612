/** How many rows a page of a list has. */
export const PAGE = 50;

export interface Total {
  readonly total: number;
  readonly totalIsLeast: boolean;
}

interface Props extends Total {
  readonly from: number;
  readonly shown: number;
  /** what is listed, in the plural */
  readonly what: string;
  readonly onPage: (from: number) => void;
}

/** Which part of a list is shown, of how many, and the way to the others. Says nothing of a list that is shown whole. */
export function Pager({ from, shown, total, totalIsLeast, what, onPage }: Props) {
  if (from === 0 && shown === total && !totalIsLeast) return null;
  const last = from + shown;
  return (
    <nav className="row pad" aria-label={`Pages of ${what}`}>
      <output className="note">
        {shown === 0 ? 'none' : `${from + 1} to ${last}`} of {totalIsLeast ? `more than ${total}` : total}{' '}
        {what}
      </output>
      <span className="grow" />
      <button
        type="button"
        className="btn small"
        disabled={from === 0}
        onClick={() => onPage(Math.max(0, from - PAGE))}
      >
        Previous
      </button>
      <button
        type="button"
        className="btn small"
        disabled={!totalIsLeast && last >= total}
        onClick={() => onPage(from + PAGE)}
      >
        Next
      </button>
    </nav>
  );
}
