import type { OrderFile } from '../../engine/order/order.ts';
import { changed, type Kind, type Slip } from './kinds.ts';

/** One kind of slip for each hole that lethal orders were once written through. */

const OPIOIDS = new Set(['morphine', 'hydromorphone', 'fentanyl', 'meperidine', 'methadone']);
const LOCAL = new Set(['bupivacaine', 'ropivacaine']);
/** A brand of each drug, as the formulary does not print it. */
const BRANDS: Readonly<Record<string, string>> = {
  hydromorphone: 'Dilaudid',
  fentanyl: 'Duragesic',
  ketorolac: 'Toradol',
  acetaminophen_iv: 'Tylenol',
  ropivacaine: 'Naropin',
  bupivacaine: 'Marcaine',
  morphine: 'MS Contin',
  ketamine: 'Ketalar',
  clonidine_epidural: 'Catapres',
};
const isOpioid = ({ order }: OrderFile) => OPIOIDS.has(order.drug);
const only = (when: boolean, slip: () => Slip): Slip | null => (when ? slip() : null);

const withMedicine = (
  file: OrderFile,
  name: string,
  kind: string,
  names: RegExp,
  more: object = {},
): Slip => ({
  file: changed(file, 'patient.medicines', [
    ...file.patient.medicines,
    { name, kind, intended: false, ...more },
  ]),
  names,
});
const companion = (file: OrderFile, drug: string, dose: string, names: RegExp): Slip => ({
  file: changed(file, 'order.companions', [
    ...(file.order.companions ?? []),
    { drug, dose, route: 'oral', kind: 'scheduled', every: '4 h', mostPerDay: '6' },
  ]),
  names,
});

export const HOLES: Readonly<Record<string, Kind>> = {
  'a companion opioid in no sum': (file) =>
    only(isOpioid(file), () =>
      companion(
        file,
        'morphine',
        // beside a stated baseline only what passes it several times is a slip
        file.patient.opioidStatus === 'tolerant' ? '240 mg' : '60 mg',
        /morphine|opioid|MME|all orders/i,
      ),
    ),
  'allergy to the drug by its brand': (file) => {
    const brand = BRANDS[file.order.drug];
    return only(brand !== undefined, () => ({
      file: changed(file, 'patient.allergies', [{ substance: brand, reaction: 'anaphylaxis' }]),
      names: /allerg/i,
    }));
  },
  'an MAO inhibitor entered as other': (file) =>
    only(isOpioid(file), () => withMedicine(file, 'phenelzine', 'other', /phenelzine|MAO/i)),
  'a benzodiazepine entered as other': (file) =>
    only(isOpioid(file), () => withMedicine(file, 'diazepam', 'other', /diazepam|benzodiazepine|sedat/i)),
  'nalbuphine beside a full agonist': (file) =>
    only(isOpioid(file), () => withMedicine(file, 'nalbuphine', 'other', /nalbuphine|partial|antagonist/i)),
  'two local anaesthetics': (file) =>
    only(LOCAL.has(file.order.drug), () => ({
      file: changed(file, 'others', [
        { ...file.order, drug: file.order.drug === 'bupivacaine' ? 'ropivacaine' : 'bupivacaine' },
      ]),
      names: /local anaesthetic|bupivacaine|ropivacaine/i,
    })),
  'another route': (file) => {
    const { drug, route } = file.order;
    const other = drug === 'fentanyl' ? 'SC' : 'epidural';
    return only(isOpioid(file) && route === 'IV', () => ({
      file: changed(file, 'order.route', other),
      names: new RegExp(`route|${other}|preservative|limit|dose|rate|worst case`, 'i'),
    }));
  },
  'an hour for a day in a tolerant background': (file) => {
    const r = file.order.regimen;
    return only(
      file.patient.opioidStatus === 'tolerant' && isOpioid(file) && r.kind === 'continuous',
      () => ({
        file: changed(file, 'order.regimen.rate', file.order.drug === 'morphine' ? '24 mg/h' : '5 mg/h'),
        names: /rate|background|worst case|MME|baseline/i,
      }),
    );
  },
  'methadone in a mode that no rule was made for': (file) =>
    only(isOpioid(file) && file.order.regimen.kind === 'pca' && file.order.route === 'IV', () => ({
      file: changed(file, 'order.drug', 'methadone'),
      names: /methadone|QT|ECG|demand|interval|limit|vial|worst case/i,
    })),
  'a preserved diluent by the epidural route': (file) =>
    only(file.order.route === 'epidural' && file.order.preparation.diluent === 'ns09', () => ({
      file: changed(file, 'order.preparation.diluent', 'bns'),
      names: /preserv|bacteriostatic|benzyl/i,
    })),
  'sterile water as the only diluent': (file) =>
    only(file.order.preparation.diluent === 'ns09', () => ({
      file: changed(file, 'order.preparation.diluent', 'swfi'),
      names: /water|osmol|hypotonic|diluent/i,
    })),
  'a home opioid called intended': (file) =>
    only(isOpioid(file) && file.patient.opioidStatus === 'naive', () =>
      withMedicine(file, 'oxycodone', 'opioid', /oxycodone|400|MME|opioid/i, {
        intended: true,
        dailyMme: '400',
      }),
    ),
  'creatinine in another unit': (file) => ({
    file: changed(file, 'patient.creatinine.value', '80 mg/dL'),
    names: /creatinine|clearance|renal/i,
  }),
  'severe hepatic impairment without a word': (file) =>
    only(['morphine', 'hydromorphone', 'fentanyl', 'acetaminophen_iv'].includes(file.order.drug), () => ({
      file: changed(file, 'patient.conditions', ['severe-hepatic-impairment']),
      names: /hepat|liver/i,
    })),
};
