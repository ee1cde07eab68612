import type { ArtefactRecord } from '../record.ts';
import type { DrugPart } from '../record-mixture.ts';
import { whoAndWhat, type Sheet } from './document.ts';
import { carriedTable } from './carried.ts';
import { clinicianText, concentrations, drugsOf, lineText, NOT_HELD, notHeldText } from './words.ts';

/** What the visiting nurse is handed: the check of two at the bedside, and what a wrong container would do. */
export const handOff = (r: ArtefactRecord): Sheet => {
  const named = (x: DrugPart) => (r.also.length === 0 ? '' : `, ${x.name}`);
  return {
    title: 'Nurse’s hand-off',
    subtitle: `${r.pump}, ${r.mode}. First session ${r.sessions.start}`,
    blocks: [
      whoAndWhat(r),
      {
        kind: 'facts',
        id: 'orders',
        rows: [
          ...(r.before === null
            ? []
            : ([
                [
                  'CONCENTRATION CHANGED',
                  `was ${r.before.concentration}, is ${r.before.now}: enter the program afresh.`,
                ],
                ['Line at the change', lineText(r.before.line)],
              ] as const)),
          [
            'Loading dose',
            r.loading === null ? 'none ordered' : `${r.loading}, once, at the first start only`,
          ],
          ['Clinician bolus', clinicianText(r)],
          ...r.limitsNotHeld.map((limit) => [NOT_HELD, notHeldText(limit)] as const),
          ['Naloxone', r.naloxone],
          ['Use (start) by', r.bud],
        ],
      },
      {
        kind: 'table',
        id: 'bedside',
        title: 'At the bedside, two persons, each reading it independently',
        note: 'Stop and call the pharmacy if any line differs.',
        columns: [
          ['Compare', '32%'],
          ['Must be', '36%'],
          ['Person 1', '16%'],
          ['Person 2', '16%'],
        ],
        strong: 1,
        rows: [
          // A date beside a name written from right to left would be turned round by the rules of bidirectional text.
          ['Patient, by name', r.patient],
          ['Patient, by date of birth', r.birthDate],
          ...drugsOf(r).flatMap((x, i) => [
            [i === 0 ? 'Drug on the container' : 'Further drug on the container', x.name],
            [`Concentration on the container${named(x)}`, x.concentration],
            [`Amount in the container${named(x)}`, `${x.total} in ${r.volume}`],
          ]),
          ['Lot and release code', `${r.lot}, ${r.releaseCode}`],
          ['Route, line traced to its site', r.route],
          ...r.program.filter((f) => f.used).map((f) => [`Pump: ${f.label}`, f.set]),
          ['Pump: keypad', 'LOCKED'],
          ['Pump: air detector and sensors', 'ON'],
        ],
      },
      ...carriedTable(r),
      {
        kind: 'table',
        id: 'wrong',
        title: `If the container holds another concentration than ${concentrations(r)}`,
        note: 'What the same program then gives. Compare the container, not the bag it came in.',
        columns: [
          ['Container holds', '22%'],
          ['Each press gives', '26%'],
          ['At worst in any 1 h', '26%'],
          ['At worst in any 4 h', '26%'],
        ],
        strong: 0,
        rows: r.wrong.map((w) => [w.actual, w.demand, w.hour, w.fourHours]),
      },
      {
        kind: 'list',
        id: 'warnings',
        title: 'Warnings for this pump',
        lines: r.warnings,
      },
      {
        kind: 'signatures',
        id: 'signed',
        title: 'To be signed by the two persons',
        rows: [
          ['Person 1: name, signature, date and time', ''],
          ['Person 2: name, signature, date and time', ''],
          ['Pain score, sedation, respiratory rate at start', ''],
          ['Next visit', ''],
        ],
      },
    ],
  };
};
