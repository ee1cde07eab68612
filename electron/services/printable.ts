import type { OrderView, PatientRecord } from '../../bridge/records.ts';
import { PARTS } from '../../bridge/parts.ts';
import { shown } from '../../bridge/shown.ts';
import { form, PAPERS, type Paper } from '../../bridge/forms.ts';
import { limitsNotHeld } from '../../bridge/limits-not-held.ts';
import { printer } from '../../bridge/printing.ts';
import { kept } from '../../db/kept.ts';
import { listPrinters } from '../../db/printing.ts';
import { keptReport } from '../../engine/checks/check-order.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { demoOrder, demoPatient, demoPrescriber } from './demo-order.ts';
import { factsIn } from './patient-records.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import type { Context } from './context.ts';

/** Letters and signs that every paper and printer has: ASCII and Latin-1, without what can not be seen. */
const EVERYWHERE = /^[ -~¡-¬®-ÿ]*$/;
const PRINTED = ['family', 'given', 'mrn', 'phone'] as const;

/**
 * Refuses a patient whose name or numbers no paper can show, when they are saved and not when their bag is made: a space
 * that is none, or a letter that no embedded font has.
 */
export async function printablePatient(record: PatientRecord): Promise<void> {
  const odd = PRINTED.filter((key) => !EVERYWHERE.test(record[key] ?? ''));
  if (odd.length === 0) return;
  const blank = odd.filter((key) => /[^\S ]/.test(record[key] ?? ''));
  if (blank.length > 0)
    throw new Refused(
      ...blank.map((key) =>
        issue('text-not-clean', record[key] ?? null, { code: 'clean-text' }, `record.${key}`),
      ),
    );
  const { familiesFor, loadFonts } = await import('../print/fonts.ts');
  await loadFonts();
  const missing = odd.flatMap((key) => {
    const families = familiesFor('sans', [record[key] ?? '']);
    return families.ok ? [] : [{ ...families.failure, path: `record.${key}` }];
  });
  if (missing.length > 0) throw new Refused(...missing);
}

/** Texts so short that every label has had room for them: house rule, from the trials of the label. */
const SHORT = { name: 34, other: 60 } as const;

type Named = Pick<PatientRecord, (typeof PRINTED)[number]>;
const isShort = (record: Named): boolean =>
  PRINTED.every((key) => EVERYWHERE.test(record[key] ?? '')) &&
  record.family.length + record.given.length <= SHORT.name;

/** What a label says in one line more than of one drug of the concentration that was used before. */
const saysMore = ({ report }: OrderView): boolean =>
  report.preparation.also.length > 0 || report.before !== undefined || limitsNotHeld(report).length > 0;

const isOrdinary = (view: OrderView): boolean =>
  !saysMore(view) &&
  isShort(view.patient.record) &&
  EVERYWHERE.test(view.prescriber.record.name) &&
  view.prescriber.record.name.length + view.prescriber.record.credentials.length <= SHORT.other;

const LABELS = form('label').papers;
const UNPRINTABLE: readonly string[] = ['text-does-not-fit', 'glyph-missing'];

const sizes = (papers: readonly Paper[]): string => papers.map((p) => PAPERS[p]).join(' or ');

/**
 * Refuses to begin a container whose label no paper can hold, or none that a printer of the pharmacy has loaded: a label
 * of it is made on trial in each size, with what is not known yet as long as it can be. Where no printer with label stock
 * is entered, a file can be made in every size.
 */
export async function labelFits(context: Context, view: OrderView, by: string, now: string): Promise<void> {
  if (isOrdinary(view)) return;
  const fitting: Paper[] = [];
  let refused: Refused | null = null;
  const tried = onTrial(view, by, now);
  const check = {
    meaning: 'final-check',
    user: by,
    credentials: 'PharmD',
    at: now,
    hash: '',
    finding: null,
  } as const;
  const whole = { ...tried, signatures: [...tried.signatures, check] };
  for (const size of LABELS) {
    const made = await context.render('label', size, whole, { watermark: true, reprint: 1 });
    if (made.ok) fitting.push(size);
    // What is missing of the order or the pharmacy is said when it is printed, in its own words.
    else if (!UNPRINTABLE.includes(made.failure.code) && size !== 'own') return;
    else refused ??= new Refused({ ...made.failure, path: 'label' });
  }
  if (fitting.length === 0 && refused) throw refused;
  const loaded = await loadedIn(context);
  if (loaded.length > 0 && !loaded.some((size) => fitting.includes(size)))
    throw new Refused(
      issue(
        'label-stock-too-small',
        sizes(loaded),
        `${sizes(fitting)}, loaded in a printer: what this label has to say does not fit what is loaded`,
        'label',
      ),
    );
}

/** Label stock that the printers in use have. */
const loadedIn = async ({ store }: Context): Promise<Paper[]> => {
  const papers = await store.read(async (db) =>
    (await listPrinters(db)).flatMap((p) => {
      const record = kept(printer, p.content, 'printer_version', p.id, p.version);
      return record.active ? record.papers : [];
    }),
  );
  return LABELS.filter((size) => papers.includes(size));
};

/**
 * On which papers the label of an ordinary order has room for a patient's name and numbers, and on which it has not: a label
 * is made on trial for each. An order with a mixture, or with a long prescriber, can need a larger one still, and is asked
 * about again before its container is begun.
 */
export async function labelPapers(
  context: Context,
  who: Named,
  at: Trial,
  by: string,
): Promise<{ readonly fits: Paper[]; readonly tooSmall: Paper[] }> {
  const found = { fits: [] as Paper[], tooSmall: [] as Paper[] };
  if (isShort(who)) return found;
  const view = onTrial(ordinary(await context.library(), who, at, by), by, at.now);
  for (const paper of LABELS) {
    const made = await context.render('label', paper, view, { watermark: true, reprint: 0 });
    if (made.ok) found.fits.push(paper);
    else if (UNPRINTABLE.includes(made.failure.code)) found.tooSmall.push(paper);
  }
  return found;
}

interface Trial {
  readonly now: string;
  readonly minute: Minute;
}

/** The order of the demonstration, for this patient. */
function ordinary(library: Library, who: Named, at: Trial, by: string): OrderView {
  const content = demoOrder(at.minute);
  const record = { ...demoPatient(at.minute), ...who };
  return {
    id: 'trial',
    number: 'M000123',
    rx: 'RX-123456',
    state: 'verified',
    version: 1,
    patient: { id: 'trial', version: 1, record },
    prescriber: { id: 'trial', version: 1, record: demoPrescriber },
    recordNow: 'trial',
    content,
    carried: [],
    report: keptReport({ patient: factsIn(record), order: content, at: at.minute }, library),
    resolutions: [],
    open: [],
    signatures: [
      {
        meaning: 'verify',
        user: by,
        credentials: 'PharmD, BCPS',
        at: at.now,
        hash: '0'.repeat(64),
        finding: null,
      },
    ],
    preparation: null,
    releaseCode: null,
    printOuts: [],
    history: [],
    heldFrom: null,
    doubleCheck: { asked: false, checks: [] },
    shown: NOTHING_SHOWN,
  };
}
const NOTHING_SHOWN = shown.parse(Object.fromEntries(PARTS.map((part) => [part, '0'.repeat(64)])));

const onTrial = (view: OrderView, by: string, now: string): OrderView => ({
  ...view,
  state: 'prepared',
  releaseCode: 'WWWW-WWWW-WWWW',
  preparation: {
    id: 'trial',
    lot: '991231-99',
    startedBy: by,
    startedAt: now,
    compoundedBy: by,
    compoundedAt: now,
    ingredients: [],
    deviations: null,
    bud: now,
    budBinds: null,
    findings: [],
    resolutions: [],
    open: [],
  },
});
