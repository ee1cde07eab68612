import { drugName, findDrug, type CompatibilityRow } from '../formulary.ts';
import type { Finding } from '../report.ts';
import { contentsOf, contentsText, fits, isStudied, type Contents } from '../studied.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'preparation-compatibility';
const CONFLICT = houseRule(
  'incompatible',
  'hard',
  'A record says that these do not belong into one container.',
  'compatibility records; a conflict that a source names is hard',
);
const CONDITIONAL = houseRule(
  'compatible-under-conditions',
  'soft',
  'Compatible under conditions only, and this preparation is not among those that were studied.',
  'compatibility records',
);
const MIXTURE = houseRule(
  'mixture-compatibility',
  'hard',
  'Drugs share a container only where a record covers exactly these drugs and concentrations; pairs do not stand for three.',
  'calculations.md 2: compatibility must be listed',
);
const DILUENT = houseRule(
  'diluent-of-drug',
  'soft',
  'The library does not name this diluent for the drug.',
  'formulary, diluents of the drug',
);

const namesOf = (f: Facts, ids: readonly string[]): string =>
  ids
    .map((id) => {
      const drug = findDrug(f.library, id);
      return drug ? drugName(drug) : id;
    })
    .join(' with ');

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
        observed: contentsText(contents),
        limit: `incompatible, ${row.setting}: ${words(row)}`,
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
  const { diluent, container } = f.order.preparation;
  const answer = {
    subject: namesOf(f, f.container),
    observed: `${contentsText(contents)}, ${diluent}, ${container}`,
  };
  const found = rows.find((row) => applies(row, f, contents));
  if (found)
    return pass(CHECK, cited(MIXTURE, found), { ...answer, limit: `${found.result}: ${words(found)}` });
  const [first] = rows;
  const conditional = rows.find((row) => row.result === 'conditional');
  if (conditional)
    return failing(CHECK, cited(CONDITIONAL, conditional), { ...answer, limit: words(conditional) });
  const missing =
    'a compatibility record of these drugs at these concentrations, in this diluent and container';
  return first
    ? notDone(CHECK, cited(MIXTURE, first), missing, {
        ...answer,
        limit: `studied: ${rows.map(words).join(' | ')}`,
      })
    : notDone(CHECK, MIXTURE, missing, { ...answer, limit: 'no record of these drugs together' });
}

/** The library names diluents of a drug by their names, some with a condition behind it. */
function diluents(f: Facts): Finding[] {
  const { diluent: id } = f.order.preparation;
  if (id === 'none') return [];
  const title = f.library.formulary.diluents.find((d) => d.id === id)?.name ?? id;
  const name = title.replace(/ (for )?injection$/, '');
  return f.container.flatMap((drugId) => {
    const drug = findDrug(f.library, drugId);
    if (!drug) return [];
    const answer = {
      subject: `${drugName(drug)} in ${name}`,
      observed: name,
      limit: drug.diluents.length > 0 ? drug.diluents.join('; ') : null,
    };
    if (drug.diluents.some((d) => d.startsWith(name))) return [pass(CHECK, DILUENT, answer)];
    return drug.diluents.some((d) => d.startsWith('none'))
      ? [failing(CHECK, DILUENT, answer)]
      : [notDone(CHECK, DILUENT, `a record of ${drugName(drug)} in ${name}`, answer)];
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
