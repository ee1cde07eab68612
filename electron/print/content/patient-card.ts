import type { ArtefactRecord } from '../record.ts';
import type { Sheet } from './document.ts';
import { concentrations, drugNames, safetyText, totals } from './words.ts';

/** The pump's screen, in its order and words, for the patient to compare line by line; and whom to call. */
export const patientCard = (r: ArtefactRecord): Sheet => ({
  title: 'Your infusion at home',
  subtitle: `${drugNames(r)}, ${r.pump}`,
  scale: 1.35,
  blocks: [
    {
      kind: 'facts',
      id: 'you',
      rows: [
        ['Name', r.patient],
        ['Date of birth', r.birthDate],
        ['Medicine', drugNames(r)],
        ['In the container', totals(r)],
        ...(r.also.length === 0 ? [] : [['In each mL', concentrations(r)] as const]),
        ['Call, day or night', r.phone],
        ['Pharmacy', r.pharmacy],
        ['Start no session after', r.bud],
        ['Storage', r.storage],
      ],
    },
    {
      kind: 'table',
      id: 'screen',
      title: 'What your pump shows',
      note: `If anything differs, do not start, and call ${r.phone}.`,
      columns: [
        ['On the screen', '36%'],
        ['It must say', '34%'],
        ['I have seen it (tick)', '30%'],
      ],
      strong: 1,
      rows: r.program.filter((f) => f.used).map((f) => [f.label, f.set]),
    },
    {
      kind: 'list',
      id: 'know',
      title: 'Know this',
      lines: [
        safetyText(r),
        ...(r.demand === null
          ? r.regimen.map((line) => `${line}.`)
          : [
              `Each press can give ${r.demand}. The pump then waits ${r.lockout ?? ''} before the next dose.`,
            ]),
        ...r.limitsNotHeld.map(
          (limit) =>
            `Ordered: at most ${limit}. Your pump does NOT stop you there. Call ${r.phone} before you pass it.`,
        ),
        'Call the pharmacy or the nurse if pain is not held, or if the pump alarms.',
        'Call emergency services at once if the patient can not be woken, or breathes slowly or with effort.',
        r.naloxone,
        ...r.auxiliary,
      ],
    },
  ],
});
