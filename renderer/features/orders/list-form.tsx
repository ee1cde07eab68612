import type { ReactNode } from 'react';
import { refusalWords } from '../../../words/refusal.ts';
import type { FieldIssues } from '../../ui/issues.ts';

interface Props<Row> {
  readonly title: string;
  /** what one row is called */
  readonly one: string;
  readonly path: string;
  readonly rows: readonly Row[];
  readonly issues: FieldIssues;
  readonly empty: Row;
  readonly wide?: boolean;
  readonly onChange: (rows: readonly Row[]) => void;
  readonly render: (row: Row, put: (row: Row) => void, path: string) => ReactNode;
}

/** A list of like lines: each can be removed, one can be added at the end. */
export function ListForm<Row>({
  title,
  one,
  path,
  rows,
  issues,
  empty,
  wide = false,
  onChange,
  render,
}: Props<Row>) {
  const own = issues.at(path)[0];
  return (
    <fieldset className={wide ? 'wide list' : 'list'}>
      <legend className="cap">{title}</legend>
      {rows.map((row, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no other identity, and are only put at the end
        <fieldset key={i} className="list-row" aria-label={`${one} ${i + 1}`}>
          {render(row, (next) => onChange(rows.map((r, at) => (at === i ? next : r))), `${path}.${i}`)}
          <button
            type="button"
            className="btn small"
            aria-label={`Remove ${one} ${i + 1}`}
            onClick={() => onChange(rows.filter((_, at) => at !== i))}
          >
            Remove
          </button>
        </fieldset>
      ))}
      {own && (
        <div className="refusal" role="alert">
          <span>{refusalWords(own)}</span>
        </div>
      )}
      <button type="button" className="btn small add" onClick={() => onChange([...rows, empty])}>
        Add a {one}
      </button>
    </fieldset>
  );
}
