import type { Read } from '../../../db/handle.ts';
import { kept } from '../../../db/kept.ts';
import { signaturesOf } from '../../../db/orders.ts';
import type { preparationsAfter } from '../../../db/reports.ts';
import { wasteOf } from '../../../db/waste.ts';
import { seedLibrary } from '../../../db/seed/library.ts';
import { drugName, findDrug } from '../../../engine/formulary/formulary.ts';
import { once } from '../../../engine/derivation/lazy.ts';
import { orderContent } from '../../../engine/order/order.ts';
import { orderReport } from '../../../engine/checks/report.ts';
import { preparationContent } from '../preparation-content.ts';
import type { Privacy } from './privacy.ts';

type Made = Awaited<ReturnType<typeof preparationsAfter>>[number];

const signer = (signatures: Awaited<ReturnType<typeof signaturesOf>>, meaning: string): [string, string] => {
  const s = signatures.find((x) => x.meaning === meaning);
  return s ? [`${s.user}, ${s.credentials}`, s.at] : ['', ''];
};

const parsed = (row: Made) => ({
  content: kept(orderContent, row.content, 'order_version', row.order_id, row.version),
  report: kept(orderReport, row.report, 'finding', row.finding_id),
  record:
    row.record === null
      ? null
      : kept(preparationContent, row.record, 'preparation_record', row.preparation_id),
  state: row.version === row.currentVersion ? row.state : 'superseded',
});

/** The row of a bag in the compounding log. */
export async function compounded(row: Made, db: Read, privacy: Privacy): Promise<string[]> {
  const bag = parsed(row);
  const { content, record, state } = bag;
  const drugs = componentsOf(bag);
  const p: Readonly<Record<string, unknown>> = content.preparation;
  const text = (name: string) => (typeof p[name] === 'string' ? p[name] : '');
  const signatures = await signaturesOf(db, 'order', row.order_id, row.version);
  const ingredients = (record?.ingredients ?? []).map(
    (i) => `${i.role}: ${i.name}, lot ${i.lot}, expires ${i.expiry}${i.ndc === null ? '' : `, NDC ${i.ndc}`}`,
  );
  return [
    row.lot,
    row.number,
    String(row.version),
    row.rx,
    ...privacy.person(row),
    drugs.map((c) => c.name).join('; '),
    drugs.map((c) => c.amount).join('; '),
    text('finalVolume'),
    text('diluent'),
    text('container'),
    text('containers'),
    ingredients.join('; '),
    privacy.words(record?.deviations ?? null),
    record?.bud ?? '',
    record?.budBinds ?? '',
    row.startedBy,
    row.at,
    row.compoundedBy ?? '',
    row.compoundedAt ?? '',
    ...signer(signatures, 'verify'),
    ...signer(signatures, 'final-check'),
    ...signer(signatures, 'release'),
    row.code ?? '',
    state,
  ];
}

const published = once(seedLibrary);

interface Component {
  readonly id: string;
  readonly name: string;
  readonly schedule: string | null;
  readonly strength: string;
  readonly amount: string;
}

/** Every drug of a container: the one that was ordered, and those mixed in. */
function componentsOf({
  content,
  report,
}: Pick<ReturnType<typeof parsed>, 'content' | 'report'>): Component[] {
  const p = content.preparation;
  return [
    {
      id: content.drug,
      name: report.drug.name,
      schedule: report.drug.schedule,
      strength: p.vial.strength,
      amount: p.drugAmount,
    },
    ...(p.also ?? []).map((x) => {
      const drug = findDrug(published(), x.drug);
      return {
        id: x.drug,
        name: drug ? drugName(drug) : x.drug,
        // what the library does not know may be scheduled: it is never left out of this log
        schedule: drug ? drug.dea_schedule : 'not known',
        strength: x.vial.strength,
        amount: x.amount,
      };
    }),
  ];
}

/** One row for each vial of a scheduled drug in a bag; one without a vial while the bag is not recorded yet. */
export async function controlled(row: Made, db: Read, privacy: Privacy): Promise<string[][]> {
  const bag = parsed(row);
  const { content, record, state } = bag;
  const signatures = await signaturesOf(db, 'order', row.order_id, row.version);
  const wasted = (await wasteOf(db, row.order_id)).filter((w) => w.version === row.version);
  const vials = (record?.ingredients ?? []).filter((i) => i.role === 'drug');
  const lines = componentsOf(bag)
    .filter((c) => c.schedule !== null)
    .flatMap((c) => {
      const own = vials.filter((i) => (i.drug ?? content.drug) === c.id);
      return (own.length > 0 ? own : [null]).map((i) => ({ c, i }));
    });
  return lines.map(({ c, i }, n) => [
    row.compoundedAt ?? row.at,
    c.schedule ?? '',
    c.name,
    c.strength,

    i?.ndc ?? '',
    i?.manufacturer ?? '',
    i?.lot ?? '',
    i?.expiry ?? '',
    c.amount,
    content.preparation.containers,
    row.lot,
    row.number,
    String(row.version),
    row.rx,
    ...privacy.person(row),
    row.compoundedBy ?? '',
    signer(signatures, 'final-check')[0],
    signer(signatures, 'release')[0],
    wasted
      // What was wasted of a lot that did not go in stands in the first line: nothing is left out.
      .filter((w) => w.lot === i?.lot || (n === 0 && !vials.some((d) => d.lot === w.lot)))
      .map((w) => `${w.amount} (${w.reason}) by ${w.by}, witness ${w.witnessName}, ${w.at}`)
      .join('; '),
    state,
  ]);
}
