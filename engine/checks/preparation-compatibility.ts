import { text, type Subject } from '../answers/subjects.ts';
import { diluentName, prepared } from './prepared.ts';
import { drugName, findDrug } from '../formulary/formulary.ts';
import type { CompatibilityRow } from '../formulary/studied.ts';
import type { Finding } from './report.ts';
import { contentsOf, fits, isStudied, type Contents } from '../order/stability-match.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'preparation-compatibility';
const CONFLICT = houseRule('incompatible', 'hard');
const CONDITIONAL = houseRule('compatible-under-conditions', 'soft');
const MIXTURE = houseRule('mixture-compatibility', 'hard');
const DILUENT = houseRule('diluent-of-drug', 'soft');

const namesOf = (f: Facts, ids: readonly string[]): Subject =>
  text(
    ids
      .map((id) => {
        const drug = findDrug(f.library, id);
        return drug ? drugName(drug) : id;
      })
      .join(' with '),
  );

/** Does any of the comparable conditions of a row fit the container? */
const applies = (row: CompatibilityRow, f: Facts, contents: Contents): boolean =>
  (row.where ?? []).some(
    (w) =>
      fits(f.order.preparation, w) &&
      contents.every(
        (x) =>
          w.concentrations?.[x.drug] === undefined ||
          isStudied(w.concentrations[x.drug] ?? [], x.concentration),
      ),
  );

const cited = (rule: Rule, row: CompatibilityRow): Rule => ({
  ...rule,
  source: row.source,
  provenance: row.provenance,
});
const words = (row: CompatibilityRow): string =>
  [row.conditions, row.duration ?? '', row.note ?? ''].filter((t) => t !== '').join('; ');

/** Rows whose drugs are all in the container and that say no. */
function conflicts(f: Facts, contents: Contents): Finding[] {
  const inside = (row: CompatibilityRow) => row.drugs.every((d) => contents.some((x) => x.drug === d));
  return f.library.compatibility
    .filter((row) => row.result === 'incompatible' && inside(row))
    .filter((row) => row.where === undefined || applies(row, f, contents))
    .map((row) =>
      failing(CHECK, cited(CONFLICT, row), {
        subject: namesOf(f, row.drugs),
        observed: prepared(f, contents, 'contents'),
        limit: { code: 'record', result: 'incompatible', setting: row.setting, words: words(row) },
      }),
    );
}

/** Rows of exactly these drugs that say yes, or yes under conditions. */
function mixture(f: Facts, contents: Contents): Finding {
  const rows = f.library.compatibility.filter(
    (row) =>
      row.result !== 'incompatible' &&
      row.drugs.length === contents.length &&
      contents.every((x) => row.drugs.includes(x.drug)),
  );
  const answer = {
    subject: namesOf(f, f.container),
    observed: prepared(f, contents, 'container'),
  };
  const found = rows.find((row) => applies(row, f, contents));
  if (found)
    return pass(CHECK, cited(MIXTURE, found), {
      ...answer,
      limit: { code: 'record', result: found.result, words: words(found) },
    });
  const [first] = rows;
  const conditional = rows.find((row) => row.result === 'conditional');
  if (conditional)
    return failing(CHECK, cited(CONDITIONAL, conditional), {
      ...answer,
      limit: { code: 'record', words: words(conditional) },
    });
  const missing = { code: 'compatibility-record' } as const;
  return first
    ? notDone(CHECK, cited(MIXTURE, first), missing, {
        ...answer,
        limit: { code: 'records-studied', records: rows.map(words) },
        about: 'formulation',
      })
    : notDone(CHECK, MIXTURE, missing, {
        ...answer,
        limit: { code: 'no-record-together' },
        about: 'formulation',
      });
}

/** The library names diluents of a drug by their names, some with a condition behind it. */
function diluents(f: Facts): Finding[] {
  const { diluent: id } = f.order.preparation;
  if (id === 'none') return [];
  const name = diluentName(f);
  return f.container.flatMap((drugId) => {
    const drug = findDrug(f.library, drugId);
    if (!drug) return [];
    const answer = {
      subject: { code: '{drug} in {diluent}', drug: drugName(drug), diluent: name },
      observed: text(name),
      limit: drug.diluents.length > 0 ? text(drug.diluents.join('; ')) : null,
    } as const;
    if (drug.diluents.some((d) => d.startsWith(name))) return [pass(CHECK, DILUENT, answer)];
    return drug.diluents.some((d) => d.startsWith('none'))
      ? [failing(CHECK, DILUENT, answer)]
      : [notDone(CHECK, DILUENT, { code: 'diluent-record', drug: drugName(drug), diluent: name }, answer)];
  });
}

export const preparationCompatibility: Check = {
  id: CHECK,
  asks: 'Do the drugs of a container go together at these concentrations, and does each go with the diluent?',
  run: (f: Facts): Finding[] => {
    const contents = contentsOf(f.order.drug, f.preparation);
    return contents.length === 1
      ? diluents(f)
      : [...conflicts(f, contents), mixture(f, contents), ...diluents(f)];
  },
};
