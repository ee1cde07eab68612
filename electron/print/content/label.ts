import type { ArtefactRecord } from '../record.ts';
import { part, when, type Content } from './content.ts';
import {
  CAUTION,
  changedText,
  directions,
  HIGH_ALERT,
  needsCaution,
  NOT_FOR_VEIN,
  sameSafety,
  scheduleParts,
  worstText,
} from './words.ts';

/** A container's label, one page for each container. Elements: labels_and_pumps.md 1.3 in its order; compounding.md 5. */
export const labelContent = (r: ArtefactRecord): readonly Content[] =>
  eachContainer(r, (container) => containerLabel(r, container));

/** The same with the auxiliary warnings, on stock that has room for them. */
export const roomyLabelContent = (r: ArtefactRecord): readonly Content[] =>
  eachContainer(r, (container) => [...containerLabel(r, container), ...auxiliary(r)]);

export const eachContainer = (r: ArtefactRecord, content: (container: number) => Content) =>
  Array.from({ length: r.containers }, (_, i) => content(i + 1));

/** Whom and what: the same words in the same order on everything that hangs on a container. */
export const identity = (r: ArtefactRecord): Content => [
  part('patient', r.patient),
  part('birth date', `DOB ${r.birthDate}`),
  part('record number', `MRN ${r.mrn}`),
  ...when(r.highAlert, part('high alert', HIGH_ALERT)),
  ...scheduleParts(r),
  part('drug', r.drug),
  part('total in volume', `${r.total} in ${r.volume}`),
  part('concentration', r.concentration),
  ...further(r),
  part('diluent', r.diluent === null ? 'undiluted' : `in ${r.diluent}`),
  part('route', r.route),
  ...when(r.notForVein, part('not for vein', NOT_FOR_VEIN)),
];

/** Further drugs of a mixture stand on lines of their own, in the words and the print of the first. */
export const further = (r: ArtefactRecord): Content =>
  r.also.flatMap((x, i) => [
    part(`also.${i}.drug`, x.name),
    part(`also.${i}.total in volume`, `${x.total} in ${r.volume}`),
    part(`also.${i}.concentration`, x.concentration),
  ]);

export const auxiliary = (r: ArtefactRecord): Content => r.auxiliary.map((text, i) => part(`aux.${i}`, text));

/** `Lot L261201-07` and which of how many: the container's own number within its lot. */
export const numbers = (r: ArtefactRecord, container: number) =>
  part('numbers', `Rx ${r.rx}`, `Lot ${r.lot}`, `${r.container} ${container} of ${r.containers}`);

const containerLabel = (r: ArtefactRecord, container: number): Content => [
  ...identity(r),
  part('pump and mode', `${r.pump}, ${r.mode}`),
  part('directions', `${directions(r)}.`),
  part('worst case', `${worstText(r)}.`),
  part('use by label', 'Use (start) by'),
  part('use by', r.bud),
  part('storage', r.storage),
  numbers(r, container),
  part('prepared', `Prepared ${r.preparedAt} by ${r.preparedBy}`),
  part('checked', r.checkedBy === null ? 'Checked by' : `Checked by ${r.checkedBy}`),
  part('prescriber', `Prescriber ${r.prescriber}`),
  part('pharmacy', r.pharmacy),
  part('address', r.address),
  part('phone', `24 h ${r.phone}`),
  ...when(needsCaution(r), part('caution', CAUTION)),
  ...when(r.before !== null, part('changed', changedText(r.before?.concentration ?? ''))),
  part('safety', sameSafety(r)),
  part('release code', r.releaseCode),
];
