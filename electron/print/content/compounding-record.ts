import type { ArtefactRecord } from '../record.ts';
import { whoAndWhat, type Sheet } from './document.ts';
import { QUALITY, recipeDerivations, recipeSteps } from './recipe.ts';
import { drugsOf, ofEach, strengths, totals } from './words.ts';

const ROLES = { drug: 'drug', diluent: 'diluent', container: 'container' } as const;

/** Compounding record: the fields of USP <797> (compounding.md 4.2). */
export const compoundingRecord = (r: ArtefactRecord): Sheet => ({
  title: 'Compounding record',
  subtitle: `${strengths(r)}, lot ${r.lot}`,
  blocks: [
    whoAndWhat(r),
    {
      kind: 'facts',
      id: 'made',
      title: 'Preparation',
      rows: [
        ['Internal ID', `lot ${r.lot}`],
        ['Dosage form', 'solution for infusion'],
        ['Prepared', r.preparedAt],
        ['Prepared by', r.preparedBy],
        ['Order verified', `${r.verifiedBy}, ${r.verifiedAt}`],
        ['Final check', r.checkedBy === null ? 'not yet' : `${r.checkedBy}, ${r.checkedAt ?? ''}`],
        ['Ordered', `${r.containers}, ${r.container.toLowerCase()}, each ${totals(r)}`],
        ['Use (start) by', r.bud],
        ['Bound by', r.budBinds ?? ''],
        ['Storage', r.storage],
        ['Deviations', deviations(r)],
      ],
    },
    {
      kind: 'table',
      id: 'components',
      title: 'Components',
      columns: [
        ['Component', '28%'],
        ['Role', '10%'],
        ['Manufacturer', '18%'],
        ['NDC', '16%'],
        ['Lot', '14%'],
        ['Expiry', '14%'],
      ],
      small: [2],
      codes: [3, 4],
      rows: r.ingredients.map((i) => [
        i.name,
        ROLES[i.role],
        i.manufacturer ?? 'not recorded',
        i.ndc ?? 'not recorded',
        i.lot,
        i.expiry,
      ]),
    },
    {
      kind: 'facts',
      id: 'amounts',
      title: 'Calculated for one container',
      rows: [
        ...drugsOf(r).map((x): readonly [string, string] => [x.name, `${x.draw} of ${x.strength}`]),
        ['Diluent', r.recipe.diluent ?? r.recipe.bag ?? 'none'],
        ['To withdraw', r.recipe.withdraw ?? 'nothing'],
        ['Vials to open', ofEach(r, (x) => `${x.vials} of ${x.vialVolume}`)],
        ...measured(r),
        ['To be left over, as planned', ofEach(r, (x) => x.waste)],
      ],
    },
    { kind: 'list', id: 'steps', title: 'Process to be followed', lines: recipeSteps(r) },
    recipeDerivations(r),
    ...asMade(r),
    {
      kind: 'ticks',
      id: 'quality',
      title: 'Quality control, to be ticked by hand when done',
      lines: QUALITY,
    },
    {
      kind: 'signatures',
      id: 'signed',
      title: 'Signatures',
      rows: [
        ['Prepared by', `${r.preparedBy}, ${r.preparedAt}`],
        ['Final check', r.checkedBy === null ? '' : `${r.checkedBy}, ${r.checkedAt ?? ''}`],
        ['Label copy attached here', ''],
        ['Weights and readings', ''],
      ],
    },
  ],
});

/** What came up once the container was made; nothing is printed where nothing did. */
const asMade = ({ asMade: list }: ArtefactRecord): Sheet['blocks'] =>
  list.length === 0
    ? []
    : [
        {
          kind: 'list',
          id: 'as-made',
          title: 'Checked again as it was made',
          lines: list.map(({ check, said }) =>
            [
              `${check.outcome}, ${check.severity}: ${check.message} ${check.detail}`,
              said.length === 0 ? 'not answered yet' : `answered: ${said.join('; ')}`,
            ].join('; '),
          ),
        },
      ];

/** What was measured otherwise than planned is a deviation, whether somebody wrote it down as one or not. */
const deviations = ({ measured: list, deviations: written }: ArtefactRecord): string => {
  const off = list.flatMap((m) =>
    m.deviation === null ? [] : [`${m.name}: ${m.drawn} measured, ${m.planned} planned, ${m.deviation}`],
  );
  return [...off, ...(written === null ? [] : [written])].join('; ') || 'none recorded';
};

const measured = ({ measured: list }: ArtefactRecord): (readonly [string, string])[] => {
  const left = list.flatMap((m) => (m.left === null ? [] : [`${m.name}: ${m.left}`]));
  return [
    ...(list.length === 0
      ? []
      : [['Measured', list.map((m) => `${m.name}: ${m.drawn}`).join('; ')] as const]),
    ...(left.length === 0 ? [] : [['Left over, by what was measured', left.join('; ')] as const]),
  ];
};
