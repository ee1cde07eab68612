import type { LabelSize } from '../../engine/formulary/formulary.ts';
import type { PrintKind } from '../../bridge/forms.ts';
import { labelContent, roomyLabelContent } from './content/label.ts';
import { auxiliaryContent, deliveryContent, flagContent, overwrapContent } from './content/small-labels.ts';
import { ofPrepared, type ArtefactRecord } from './record.ts';
import type { Content } from './content/content.ts';
import type { Template } from './template.ts';
import { codeBox, label, type Stock } from './templates/label.tsx';
import { auxiliaryLabel, cornerBox, deliveryLabel, flag } from './templates/small-labels.tsx';

/** Whom, what and where: ISMP and USP <797> as collected in labels_and_pumps.md 1.1 to 1.3 and compounding.md 5. */
const IDENTITY = [
  'patient',
  'birth date',
  'record number',
  'drug',
  'total in volume',
  'concentration',
  'diluent',
  'route',
  'use by',
  'storage',
  'numbers',
  'phone',
  'release code',
];
const LABEL_REQUIRED = [
  ...IDENTITY,
  'pump and mode',
  'directions',
  'worst case',
  'prepared',
  'checked',
  'prescriber',
  'pharmacy',
  'address',
  'safety',
];

/** Stock in inches times 72; how much larger print gets on larger stock is a house rule, tried against long names. */
const STOCK = {
  '4x2': { width: 288, height: 144, scale: 1 },
  '4x3': { width: 288, height: 216, scale: 1.03 },
  '4x6': { width: 288, height: 432, scale: 1.5 },
  '2x1': { width: 144, height: 72, scale: 0.75 },
} as const satisfies Record<string, Stock>;
const EDGE = 4;

type Row = Pick<Template, 'version' | 'required' | 'component' | 'barcode'> & {
  readonly kind: PrintKind;
  readonly content: (record: ArtefactRecord) => readonly Content[];
};
const on = (paper: keyof typeof STOCK, row: Row): Template => ({
  ...row,
  paper,
  content: ofPrepared(row.content),
  pageSize: { width: STOCK[paper].width, height: STOCK[paper].height },
  pages: 'fixed',
  margin: EDGE,
});

/** A mixture on 4 × 3 in takes the room of the auxiliary warnings: those have a label of their own. */
const CONTENT = {
  '4x2': labelContent,
  '4x3': (r: ArtefactRecord) => (r.also.length > 0 ? labelContent(r) : roomyLabelContent(r)),
  '4x6': roomyLabelContent,
} as const;

const container = (paper: '4x2' | '4x3' | '4x6'): Template =>
  on(paper, {
    kind: 'label',
    version: `label-${paper}/1`,
    barcode: codeBox(STOCK[paper]),
    required: LABEL_REQUIRED,
    content: CONTENT[paper],
    component: label(STOCK[paper]),
  });

const overwrap = (paper: '4x3' | '4x6'): Template =>
  on(paper, {
    kind: 'overwrap',
    version: `overwrap-${paper}/1`,
    barcode: codeBox(STOCK[paper]),
    required: [...IDENTITY, 'inspect', 'prepared', 'prescriber', 'pharmacy', 'safety'],
    content: overwrapContent,
    component: label(STOCK[paper]),
  });

const auxiliary = (paper: '4x2' | '2x1'): Template => {
  const stock: Stock = paper === '4x2' ? { ...STOCK[paper], scale: 1.3 } : { ...STOCK[paper], scale: 1 };
  return on(paper, {
    kind: 'auxiliary',
    version: `auxiliary-${paper}/1`,
    barcode: null,
    required: ['drug', 'route', 'safety', 'numbers', 'release code'],
    content: auxiliaryContent,
    component: auxiliaryLabel(stock),
  });
};

const delivery = (paper: '4x3' | '4x6'): Template => {
  const stock: Stock = { ...STOCK[paper], scale: paper === '4x6' ? 1.3 : 0.86 };
  return on(paper, {
    kind: 'delivery',
    version: `delivery-${paper}/1`,
    barcode: cornerBox(stock, 34),
    required: [
      'patient',
      'destination',
      'contents',
      'storage',
      'use by',
      'sign.received',
      'sign.when',
      'pharmacy',
      'phone',
    ],
    content: deliveryContent,
    component: deliveryLabel(stock, 34),
  });
};

export const labelTemplates: readonly Template[] = [
  container('4x2'),
  container('4x3'),
  container('4x6'),
  on('2x1', {
    kind: 'flag',
    version: 'flag-2x1/1',
    barcode: cornerBox(STOCK['2x1'], 24),
    required: IDENTITY.filter((name) => !['diluent', 'phone'].includes(name)),
    content: flagContent,
    component: flag(STOCK['2x1'], 24),
  }),
  overwrap('4x3'),
  overwrap('4x6'),
  auxiliary('4x2'),
  auxiliary('2x1'),
  delivery('4x6'),
  delivery('4x3'),
];

/**
 * The container label on stock of the site's own size. Nothing is ever drawn smaller than on 4 × 2 in, whose smallest
 * print is 6 pt: a size that is too small for the record is refused by the fit check.
 */
export function ownLabel({ width, height }: LabelSize): Template {
  const size = { width: (width * 72) / 100, height: (height * 72) / 100 };
  const { width: w, height: h } = STOCK['4x2'];
  const room = Math.sqrt((size.width * size.height) / (w * h));
  const stock: Stock = { ...size, scale: Math.min(1.5, Math.max(1, room * 0.78)) };
  return {
    ...container('4x2'),
    paper: 'own',
    version: `label-own-${width}x${height}/1`,
    pageSize: size,
    barcode: codeBox(stock),
    content: ofPrepared(room > 1.2 ? roomyLabelContent : labelContent),
    component: label(stock),
  };
}
