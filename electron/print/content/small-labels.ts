import type { ArtefactRecord } from '../record.ts';
import { part, when, type Content } from './content.ts';
import { auxiliary, eachContainer, identity, numbers } from './label.ts';
import { CAUTION, drugNames, HIGH_ALERT, needsCaution, NOT_FOR_VEIN, safetyText } from './words.ts';

/** Syringe flag (labels_and_pumps.md 1.4): it identifies; diluent, directions and pharmacy stand on the label of the overwrap. */
export const flagContent = (r: ArtefactRecord): readonly Content[] =>
  eachContainer(r, (container) => [
    ...identity(r).filter((p) => !['schedule', 'high alert', 'diluent'].includes(p.name)),
    part('use by label', 'Use (start) by'),
    part('use by', r.bud),
    part('storage', r.storage),
    numbers(r, container),
    part('release code', r.releaseCode),
  ]);

/** Overwrap of one container: what is inside, how to keep it, and until when it may be started. */
export const overwrapContent = (r: ArtefactRecord): readonly Content[] =>
  eachContainer(r, (container) => [
    ...identity(r),
    part('use by label', 'Use (start) by'),
    part('use by', r.bud),
    part('storage', r.storage),
    part('inspect', 'Do not use if the overwrap is open, or the solution leaks, is cloudy or has particles.'),
    ...auxiliary(r),
    numbers(r, container),
    part('prepared', `Prepared ${r.preparedAt} by ${r.preparedBy}`),
    part('prescriber', `Prescriber ${r.prescriber}`),
    part('pharmacy', r.pharmacy),
    part('phone', `24 h ${r.phone}`),
    ...when(needsCaution(r), part('caution', CAUTION)),
    part('safety', safetyText(r)),
    part('release code', r.releaseCode),
  ]);

/** Warnings alone, for a container whose label has no room for them. */
export const auxiliaryContent = (r: ArtefactRecord): readonly Content[] =>
  eachContainer(r, (container) => [
    part('drug', drugNames(r)),
    ...when(r.highAlert, part('high alert', HIGH_ALERT)),
    part('route', `${r.route} USE ONLY`),
    ...when(r.notForVein, part('not for vein', NOT_FOR_VEIN)),
    ...auxiliary(r),
    part('safety', safetyText(r)),
    numbers(r, container),
    part('release code', r.releaseCode),
  ]);

/**
 * The outside of a parcel. It does not name the drug: a parcel that does invites theft (house rule). Handover is written
 * down by hand, which closes the chain of possession (compounding.md 7).
 */
export const deliveryContent = (r: ArtefactRecord): readonly Content[] => [
  [
    part('to label', 'Deliver to'),
    part('patient', r.patient),
    part('patient phone', r.patientPhone === null ? 'Telephone' : `Telephone ${r.patientPhone}`),
    part('destination', 'Address'),
    part('contents', `${r.containers} ${r.containers === 1 ? 'container' : 'containers'}, Rx ${r.rx}`),
    part('storage', r.storage),
    part('open', 'Open at once, check against the enclosed papers, and store as above.'),
    part('use by label', 'Use (start) by'),
    part('use by', r.bud),
    part('handover', 'To be handed to an adult. Not to be left unattended.'),
    part('sign.received', 'Received by: name and signature'),
    part('sign.when', 'Date and time'),
    part('sign.driver', 'Delivered by'),
    part('sign.cold', 'Temperature at handover'),
    part('from label', 'From'),
    part('pharmacy', r.pharmacy),
    part('address', r.address),
    part('phone', `24 h ${r.phone}`),
    part('lot', `Lot ${r.lot}`),
    part('release code', r.releaseCode),
  ],
];
