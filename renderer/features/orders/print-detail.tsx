import { useState } from 'react';
import type { OrderView, Paper, PrintKind } from '../../../bridge/records.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { bytesOf, download } from '../../ui/download.ts';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Flag } from '../../ui/mark.tsx';
import { PdfView } from '../../ui/pdf-view.tsx';
import { Problem, Waiting } from '../../ui/states.tsx';

const KINDS = [
  { value: 'label', label: 'label' },
  { value: 'pump-sheet', label: 'pump sheet' },
];
const PAPERS: Readonly<Record<PrintKind, readonly Paper[]>> = {
  label: ['4x2'],
  'pump-sheet': ['letter', 'a4'],
};
const PAPER_WORDS: Readonly<Record<Paper, string>> = { '4x2': '4 × 2 in', letter: 'letter', a4: 'A4' };
const PRINTABLE: readonly string[] = ['prepared', 'checked', 'released', 'completed'];

/** Card 5, opened: the page that will be printed, drawn from the very file, and what was printed before. */
export function PrintDetail({ order, changed }: { order: OrderView | null; changed: boolean }) {
  if (!order || changed)
    return (
      <div className="empty">
        <b>Not saved yet</b>
        <span>Label and pump sheet are made from a verified, prepared version only.</span>
      </div>
    );
  if (!PRINTABLE.includes(order.state))
    return (
      <div className="empty">
        <b>No label yet</b>
        <span>Label and pump sheet are made once the preparation is recorded.</span>
      </div>
    );
  return <Papers order={order} />;
}

function Papers({ order }: { order: OrderView }) {
  const mayPrint = useMay('prepare');
  const [kind, setKind] = useState<PrintKind>('label');
  const [sheet, setSheet] = useState<Paper>('letter');
  const [reason, setReason] = useState('');
  const [copies, setCopies] = useState('1');
  const paper = kind === 'label' ? '4x2' : sheet;
  const [issued, setIssued] = useState<{ kind: PrintKind; paper: Paper; pdf: string } | null>(null);
  const preview = useRead('print.preview', { id: order.id, version: order.version, kind, paper });
  const before = order.printOuts.filter((p) => p.kind === kind && p.version === order.version);
  const issue = useWrite('print.issue', (made) => {
    setReason('');
    setIssued({ kind, paper, pdf: made.pdf });
    download(`${order.number}-v${order.version}-${kind}.pdf`, bytesOf(made.pdf), 'application/pdf');
  });
  const failure = failureIn(issue);
  const issues = FieldIssues.of(failure);
  const print = () =>
    issue.mutate({
      id: order.id,
      version: order.version,
      kind,
      paper,
      copies: /^\d{1,2}$/.test(copies) ? parseInt(copies, 10) : 0,
      reprintReason: reason === '' ? null : reason,
    });
  return (
    <div className="papers">
      <div className="sheet" data-kind={kind}>
        {issued?.kind === kind && issued.paper === paper ? (
          <PdfView
            key={issued.pdf.length}
            pdf={issued.pdf}
            label={kind === 'label' ? 'Label as printed' : 'Pump sheet as printed'}
            width={kind === 'label' ? 540 : 612}
          />
        ) : preview.error ? (
          <Problem failure={failureIn(preview)} />
        ) : !preview.data ? (
          <Waiting what="the page" />
        ) : (
          <PdfView
            key={`${kind}-${paper}-${preview.dataUpdatedAt}`}
            pdf={preview.data.pdf}
            label={kind === 'label' ? 'Label as it will be printed' : 'Pump sheet as it will be printed'}
            width={kind === 'label' ? 540 : 612}
          />
        )}
      </div>
      <div className="stack papers-side">
        <ChoiceField
          label="Paper to print"
          name="kind"
          value={kind}
          onChange={(v) => setKind(v as PrintKind)}
          options={KINDS}
        />
        {kind === 'pump-sheet' && (
          <ChoiceField
            label="Size"
            name="paper"
            value={sheet}
            onChange={(v) => setSheet(v as Paper)}
            options={PAPERS['pump-sheet'].map((value) => ({ value, label: PAPER_WORDS[value] }))}
          />
        )}
        <TextField
          label="Copies"
          name="copies"
          value={copies}
          onChange={setCopies}
          issues={issues.at('copies')}
        />
        {before.length > 0 && (
          <TextField
            label="Why again"
            name="reprintReason"
            value={reason}
            onChange={setReason}
            issues={issues.at('reprintReason')}
            hint="a reprint is numbered and logged"
          />
        )}
        <Problem failure={failure} shown={['copies', 'reprintReason']} />
        {mayPrint && (
          <button
            type="button"
            className="btn main wide"
            disabled={issue.isPending || !preview.data || (before.length > 0 && reason === '')}
            onClick={print}
          >
            {before.length > 0
              ? `Print the ${kind === 'label' ? 'label' : 'pump sheet'} again`
              : `Print ${kind === 'label' ? 'label' : 'pump sheet'}`}
          </button>
        )}
        <PrintOuts order={order} />
      </div>
    </div>
  );
}

function PrintOuts({ order }: { order: OrderView }) {
  const { status } = useSession();
  if (order.printOuts.length === 0) return <p className="note">Nothing was printed.</p>;
  return (
    <ul className="printouts" aria-label="What was printed">
      {order.printOuts.toReversed().map((p) => (
        <li key={p.id}>
          <span className="row wrap">
            <span className="strong">{p.kind === 'label' ? 'label' : 'pump sheet'}</span> v{p.version}{' '}
            {PAPER_WORDS[p.paper]} × {p.copies}
            {p.stale ? <Flag severity="hard">superseded</Flag> : <Flag severity="pass">current</Flag>}
            {p.reprint > 0 && <Flag severity="info">reprint {p.reprint}</Flag>}
          </span>
          <span className="note">
            {instantWords(p.at, status.timeZone)} · {p.by}
            {p.reason !== null && ` · ${p.reason}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
