import { useRef, useState } from 'react';
import { canHave, form, KINDS, NEEDS, PAPERS, type Paper, type PrintKind } from '../../../bridge/forms.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { bytesOf, download } from '../../ui/download.ts';
import { ChoiceField, PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Flag } from '../../ui/mark.tsx';
import { PdfView } from '../../ui/pdf-view.tsx';
import { say } from '../../ui/say.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { systemPrint } from '../../ui/system-print.ts';
import { copiesTyped } from '../printing/copies.ts';

/** Card 5, opened: the page that will be printed, drawn from the very file, and what was printed before. */
export function PrintDetail({ order, changed }: { order: OrderView | null; changed: boolean }) {
  if (!order || changed)
    return (
      <div className="empty">
        <b>Not saved yet</b>
        <span>Papers are made from a saved, verified version only.</span>
      </div>
    );
  const forms = KINDS.filter((kind) => canHave(kind, order.state));
  const [first] = forms;
  if (first === undefined)
    return (
      <div className="empty">
        <b>Nothing to print yet</b>
        <span>Papers are made from a verified order, labels once the preparation is recorded.</span>
      </div>
    );
  return <Papers order={order} forms={[first, ...forms.slice(1)]} />;
}

/** Beside the printers that the site has entered. */
const SYSTEM = 'system';
const FILE = 'file';

/** What can be had later, by what it waits for. */
const laterWords = (state: OrderView['state']): string[] => {
  const later = KINDS.filter((kind) => !canHave(kind, state));
  return [...new Set(later.map((kind) => NEEDS[form(kind).needs].words))].map(
    (words) =>
      `After the ${words}: ${later
        .filter((kind) => NEEDS[form(kind).needs].words === words)
        .map((kind) => form(kind).title)
        .join(', ')}.`,
  );
};

function Papers({ order, forms }: { order: OrderView; forms: readonly [PrintKind, ...PrintKind[]] }) {
  const mayPrint = useMay('prepare');
  const [kind, setKind] = useState<PrintKind>(forms[0]);
  const [size, setSize] = useState<Paper | null>(null);
  const [reason, setReason] = useState('');
  const [copies, setCopies] = useState('1');
  const [where, setWhere] = useState<string>(FILE);
  const { title, papers } = form(kind);
  // House rule, from the trials of the label: two drugs have no room on the smallest stock.
  const least = kind === 'label' && order.report.preparation.also.length > 0 ? '4x3' : papers[0];
  const paper = size !== null && papers.includes(size) ? size : least;
  const width = papers.includes('letter') ? 612 : 540;
  const [issued, setIssued] = useState<{ kind: PrintKind; paper: Paper; pdf: string } | null>(null);
  const preview = useRead('print.preview', { id: order.id, version: order.version, kind, paper });
  const before = order.printOuts.filter((p) => p.kind === kind && p.version === order.version);
  // Another paper or place may be picked while this one is drawn: what was asked decides.
  const askedTo = useRef(FILE);
  const issue = useWrite('print.issue', (made, asked) => {
    setReason('');
    setIssued({ kind: asked.kind, paper: asked.paper, pdf: made.pdf });
    if (askedTo.current === FILE)
      download(`${order.number}-v${asked.version}-${asked.kind}.pdf`, bytesOf(made.pdf), 'application/pdf');
    // The print-out is written down already: a dialog that is closed without printing makes the next one a reprint.
    else void systemPrint(made.pdf, made.printOut.copies);
  });
  const send = useWrite('print.send', ({ job }) => {
    setReason('');
    say(`On its way to ${job.printer}. How it went stands under Printing.`);
  });
  const printers = (useRead('printer.list', {}).data ?? []).filter(
    (p) => p.record.active && p.record.papers.includes(paper),
  );
  // A printer without this paper is not offered; what was chosen for another size then falls back.
  const to = where === SYSTEM || printers.some((p) => p.id === where) ? where : FILE;
  const failure = failureIn(issue) ?? failureIn(send);
  const issues = FieldIssues.of(failure);
  const print = () => {
    const asked = {
      id: order.id,
      version: order.version,
      kind,
      paper,
      copies: copiesTyped(copies),
      reprintReason: reason === '' ? null : reason,
    };
    if (to === FILE || to === SYSTEM) {
      askedTo.current = to;
      issue.mutate(asked);
    } else send.mutate({ ...asked, printerId: to });
  };
  return (
    <div className="papers">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be scrolled by keyboard too */}
      <section className="sheet" data-kind={kind} tabIndex={0} aria-label="Page to print">
        {issued?.kind === kind && issued.paper === paper ? (
          <PdfView
            key={issued.pdf.length}
            pdf={issued.pdf}
            label={`${capital(title)} as printed`}
            width={width}
          />
        ) : preview.error ? (
          <Problem failure={failureIn(preview)} />
        ) : !preview.data ? (
          <Waiting what="the page" />
        ) : (
          <PdfView
            key={`${kind}-${paper}-${preview.dataUpdatedAt}`}
            pdf={preview.data.pdf}
            label={`${capital(title)} as it will be printed`}
            width={width}
          />
        )}
      </section>
      <div className="stack papers-side">
        <ChoiceField
          label="Paper to print"
          name="kind"
          value={kind}
          onChange={(v) => setKind(v as PrintKind)}
          className="list"
          options={forms.map((value) => ({ value, label: form(value).title }))}
        />
        {papers.length > 1 && (
          <ChoiceField
            label="Size"
            name="paper"
            className="pairs"
            value={paper}
            onChange={(v) => setSize(v as Paper)}
            options={papers.map((value) => ({ value, label: PAPERS[value] }))}
          />
        )}
        <TextField
          label="Copies"
          name="copies"
          value={copies}
          onChange={setCopies}
          issues={issues.at('copies')}
        />
        {mayPrint && (
          <PickField
            label="Where"
            name="where"
            value={to}
            onChange={setWhere}
            options={[
              ...printers.map((p) => ({ value: p.id, label: p.record.name })),
              { value: SYSTEM, label: 'print dialog of this computer' },
              { value: FILE, label: 'PDF file' },
            ]}
          />
        )}
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
            disabled={
              issue.isBlocked || send.isBlocked || !preview.data || (before.length > 0 && reason === '')
            }
            onClick={print}
          >
            {before.length > 0 ? `Print the ${title} again` : `Print ${title}`}
          </button>
        )}
        {laterWords(order.state).map((words) => (
          <p key={words} className="note">
            {words}
          </p>
        ))}
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
            <span className="strong">{form(p.kind).title}</span> v{p.version} {PAPERS[p.paper]} × {p.copies}
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
