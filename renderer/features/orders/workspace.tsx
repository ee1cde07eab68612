import { useHotkeys } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { OrderView, PatientRecord } from '../../../bridge/records.ts';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { Chain } from './cards.tsx';
import { CARDS, type Card } from './fields.ts';
import type { OrderDraft } from './draft.ts';
import { OpenElsewhere } from './open-elsewhere.tsx';
import { PatientLine } from './patient-line.tsx';

interface Props {
  readonly patient: { readonly id: string; readonly record: PatientRecord };
  readonly draft: OrderDraft;
  readonly drugName: string;
  readonly report: OrderReport | null;
  readonly waiting: boolean;
  readonly order: OrderView | null;
  readonly changed: boolean;
  readonly open: Card;
  readonly onOpen: (card: Card) => void;
  readonly refused: (card: Card) => boolean;
  readonly heading: ReactNode;
  /** what is said above the chain; nothing where there is nothing to say */
  readonly notice?: ReactNode;
  readonly detail: ReactNode;
  readonly findings: ReactNode;
  readonly footer: ReactNode;
}

/** The join is the screen: the chain above, the opened card below it, findings beside it, the next act underneath. */
export function Workspace(p: Props) {
  useHotkeys(CARDS.map((card, i) => [String(i + 1), () => openByKey(card, p.onOpen)]));
  // Out of a field, where a digit is a digit.
  useHotkeys(
    CARDS.map((card, i) => [`alt+${i + 1}`, () => openByKey(card, p.onOpen)]),
    [],
  );
  return (
    <div className="space">
      <div className={`space-main ${p.waiting ? 'waiting' : ''}`}>
        <PatientLine id={p.patient.id} record={p.patient.record} report={p.report}>
          {p.heading}
        </PatientLine>
        {p.order !== null && <OpenElsewhere id={p.order.id} />}
        {p.notice}
        <Chain
          draft={p.draft}
          report={p.report}
          order={p.order}
          drugName={p.drugName}
          open={p.open}
          refused={p.refused}
          onOpen={p.onOpen}
          changed={p.changed}
        />
        <section className="detail panel" id="detail" aria-label={`Opened: ${p.open}`}>
          {p.detail}
        </section>
        {p.findings}
      </div>
      {p.footer}
    </div>
  );
}

function openByKey(card: Card, onOpen: (card: Card) => void): void {
  onOpen(card);
  // After the card's own detail is drawn: its first field, or the card itself where nothing of the order is typed.
  setTimeout(() => {
    const first =
      document.querySelector<HTMLElement>(':is(#detail input, #detail select):not(.over-time *)') ??
      document.getElementById(`card-${card}`);
    first?.focus();
  }, 30);
}
