import type { OrderView, PatientRecord, UserView } from '../../bridge/records.ts';
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
import { renderWith } from './render.ts';

/**
 * Texts of an input that reach no paper: secrets and codes, names of folders and files, bytes, and what is only looked for. Every other
 * text can, today or by the next form: a field that is new is held to it without anybody thinking of it.
 */
const NOT_PRINTED: ReadonlySet<string> = new Set([
  'password',
  'witness.password',
  'old',
  'new',
  'secret',
  'passphrase',
  'code',
  'current',
  'pin',
  'folder',
  'record.way.folder',
  'site.printing.folders',
  'file',
  'bytes',
  'filter',
]);

interface Typed {
  readonly text: string;
  readonly path: string;
}

function* textsIn(value: unknown, path: readonly string[] = []): Generator<Typed> {
  if (typeof value === 'string') yield { text: value, path: path.join('.') };
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, key];
      if (!NOT_PRINTED.has(at.filter((p) => !/^\d+$/.test(p)).join('.'))) yield* textsIn(inner, at);
    }
}

/** A space that is none, and what nobody sees: a font may have it, and two texts that look the same are not. */
const UNSEEN = /[^\S ]|\p{Default_Ignorable_Code_Point}/u;

/**
 * Refuses an input with a text that no paper can show, with its field, when it is typed and not when a bag is made: a letter that no
 * embedded font has, or what can not be seen.
 */
export async function printableInput(input: unknown): Promise<void> {
  const odd = [...textsIn(input)].filter(({ text }) => !EVERYWHERE.test(text));
  if (odd.length === 0) return;
  const unseen = odd.filter(({ text }) => UNSEEN.test(text));
  if (unseen.length > 0)
    throw new Refused(
      ...unseen.map(({ text, path }) =>
        issue('text-not-clean', text.slice(0, 60), { code: 'clean-text' }, path),
      ),
    );
  const { familiesFor, loadFonts } = await import('../print/fonts.ts');
  await loadFonts();
  const missing = odd.flatMap(({ text, path }) => {
    const families = familiesFor('sans', [text]);
    return families.ok ? [] : [{ ...families.failure, path }];
  });
  if (missing.length > 0) throw new Refused(...missing);
}

/** Letters and signs that every paper and printer has: ASCII and Latin-1, without what can not be seen. */
const EVERYWHERE = /^[ -~¡-¬®-ÿ]*$/;
const PRINTED = ['family', 'given', 'mrn', 'phone'] as const;

/** Texts so short that every label has had room for them: house rule, from the trials of the label. */
const SHORT = { name: 34, other: 60, person: 40, word: 12 } as const;

type Named = Pick<PatientRecord, (typeof PRINTED)[number]>;
const isShort = (record: Named): boolean =>
  PRINTED.every((key) => EVERYWHERE.test(record[key] ?? '')) &&
  record.family.length + record.given.length <= SHORT.name;

/** What a label says in one line more than of one drug of the concentration that was used before. */
const saysMore = ({ report }: OrderView): boolean =>
  report.preparation.also.length > 0 || report.before !== undefined || limitsNotHeld(report).length > 0;

type Person = Pick<UserView, 'name' | 'credentials'>;
const isShortPerson = ({ name, credentials }: Person): boolean =>
  EVERYWHERE.test(name) &&
  EVERYWHERE.test(credentials) &&
  name.length + credentials.length <= SHORT.person &&
  // No paper breaks a word, and the pump sheet signs in narrow columns.
  `${name} ${credentials}`.split(' ').every((word) => word.length <= SHORT.word);

const isOrdinary = (view: OrderView, by: Person): boolean =>
  !saysMore(view) &&
  isShortPerson(by) &&
  view.signatures.every(({ user: name, credentials }) => isShortPerson({ name, credentials })) &&
  isShort(view.patient.record) &&
  EVERYWHERE.test(view.prescriber.record.name) &&
  view.prescriber.record.name.length + view.prescriber.record.credentials.length <= SHORT.other;

const LABELS = form('label').papers;
const UNPRINTABLE: readonly string[] = ['text-does-not-fit', 'glyph-missing'];

const sizes = (papers: readonly Paper[]): string => papers.map((p) => PAPERS[p]).join(' or ');

/**
 * Refuses to begin a container, to say who made it and to check it, where no paper can hold its label, or none that a printer of the
 * pharmacy has loaded: a label of it is made on trial in each size, with what is not known yet as long as it can be, under the names
 * of who verified it and of who asks. Where no printer with label stock is entered, a file can be made in every size.
 */
export async function labelFits(context: Context, view: OrderView, by: Person, now: string): Promise<void> {
  if (isOrdinary(view, by)) return;
  const fitting: Paper[] = [];
  let refused: Refused | null = null;
  const tried = onTrial(view, view.preparation?.compoundedBy ?? by.name, now);
  const whole = {
    ...tried,
    signatures: [
      ...tried.signatures.filter((s) => s.meaning !== 'final-check'),
      signatureOf('final-check', by, now),
    ],
  };
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

const signatureOf = (
  meaning: 'verify' | 'final-check',
  { name: user, credentials }: Person,
  at: string,
): OrderView['signatures'][number] => ({
  meaning,
  user,
  credentials,
  at,
  hash: '0'.repeat(64),
  finding: null,
});

/** Forms that name who made and checked a container, of which one paper each has to have room for any name that is accepted. */
const NAMING = ['label', 'overwrap', 'pump-sheet', 'compounding-record', 'controlled-log'] as const;
/** Who is entered before the pharmacy is: where its name stands on a paper, these stand. */
const ANY_PHARMACY = { name: 'Pharmacy', address: '1 Main Street', phone: '555-0100' };

/**
 * Refuses a person whose name or credentials are too long for the papers, when they are entered: each form that names people is made on
 * trial of an ordinary order, with this person as who verified, made and checked it.
 */
export async function personFits(context: Context, who: Person, at: Trial): Promise<void> {
  if (isShortPerson(who)) return;
  const known = await context.library();
  const library = { ...known, site: { ...known.site, pharmacy: known.site.pharmacy ?? ANY_PHARMACY } };
  const render = renderWith(() => Promise.resolve(library));
  const fails = async (person: Person): Promise<Refused | null> => {
    const view = onTrial(ordinary(library, demoPatient(at.minute), at, person.name), person.name, at.now);
    const signatures = [signatureOf('verify', person, at.now), signatureOf('final-check', person, at.now)];
    for (const kind of NAMING) {
      let failed: Refused | null = null;
      let isMade = false;
      for (const size of form(kind).papers) {
        if (size === 'own' || isMade) continue;
        const made = await render(kind, size, { ...view, signatures }, { watermark: true, reprint: 1 });
        if (made.ok || !UNPRINTABLE.includes(made.failure.code)) isMade = true;
        else failed ??= new Refused(made.failure);
      }
      if (!isMade) return failed;
    }
    return null;
  };
  if ((await fails(who)) === null) return;
  const path = (await fails({ ...who, credentials: 'RPh' })) === null ? 'credentials' : 'name';
  throw new Refused(
    issue(
      'text-does-not-fit',
      who[path],
      'a shorter text: the label and the record name who made and checked a container',
      path,
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
    label: 'none',
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
