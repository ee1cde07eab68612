/** How a part looks, in points on a 4 × 2 in label; larger labels print larger. */
interface Style {
  readonly size: number;
  /** `band` white on black, `frame` black in a frame: they differ without colour */
  readonly mark?: 'band' | 'frame';
}
export interface Row {
  readonly parts: readonly string[];
  /** a line under it */
  readonly ruled?: true;
}

const CONTENTS = ['drug', 'total in volume', 'concentration', 'diluent', 'changed', 'route', 'not for vein'];
const DRUG = 3;

/** Rows in reading order. A part of the content that has no row here stands in the last but one. */
const ROWS: readonly Row[] = [
  { parts: ['patient', 'birth date', 'record number', 'high alert', 'schedule'], ruled: true },
  { parts: CONTENTS },
  { parts: ['directions'] },
  { parts: ['worst case', 'pump and mode'], ruled: true },
  { parts: ['use by label', 'use by', 'storage'], ruled: true },
  { parts: ['numbers', 'prescriber', 'prepared', 'checked'] },
  { parts: ['release code', 'reprint', 'pharmacy', 'phone', 'address'] },
  { parts: [] },
  { parts: ['caution', 'safety'] },
];

const ALSO = /^also\.\d+\./;
/** The rows of one label: of a mixture each drug has a row of its own. */
export function rowsOf(names: readonly string[]): readonly Row[] {
  const drugs = names.filter((n) => ALSO.test(n) && n.endsWith('.drug'));
  if (drugs.length === 0) return ROWS;
  const also = drugs.map((n) => n.slice(0, -'drug'.length));
  return ROWS.flatMap((row) =>
    row.parts !== CONTENTS
      ? [row]
      : [
          { parts: CONTENTS.slice(0, DRUG) },
          ...also.map((n) => ({ parts: CONTENTS.slice(0, DRUG).map((p) => `${n}${p}`) })),
          { parts: CONTENTS.slice(DRUG) },
        ],
  );
}

const STYLES: Readonly<Record<string, Style>> = {
  patient: { size: 12 },
  'birth date': { size: 8 },
  'record number': { size: 8 },
  'high alert': { size: 8, mark: 'band' },
  schedule: { size: 8, mark: 'frame' },
  drug: { size: 14 },
  'total in volume': { size: 12 },
  concentration: { size: 12 },
  diluent: { size: 7.5 },
  route: { size: 8, mark: 'band' },
  'not for vein': { size: 8, mark: 'frame' },
  changed: { size: 8, mark: 'band' },
  directions: { size: 9 },
  'worst case': { size: 7.5 },
  'pump and mode': { size: 7.5 },
  'use by label': { size: 7.5 },
  'use by': { size: 10 },
  storage: { size: 7 },
  reprint: { size: 7, mark: 'frame' },
};
/** Smallest print of any artefact, in points: labels that need less are refused, not shrunk. */
const SMALLEST = 6;
const SMALL: Style = { size: 6.5 };

/** Capitals of font 0 at this size are as high as the 12 pt of the paper label's font (ISMP: 12 pt for these). */
const LEAD_SIZE = 11.2;
const LEAD = new Set(['patient', 'drug', 'total in volume', 'concentration']);

export const styleOf = (name: string, scale: number, isBag: boolean): Style => {
  const part = name.replace(ALSO, '');
  const style = STYLES[part] ?? SMALL;
  const least = isBag && LEAD.has(part) ? LEAD_SIZE : SMALLEST;
  return { ...style, size: Math.max(least, style.size * scale) };
};
