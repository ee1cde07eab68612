import type { HouseRuleId, Message } from '../../engine/answers/messages.ts';
import { messages } from './messages.ts';

/** Rules that say what is not known in their own sentence. */
const OWN = [
  'opioid-not-counted',
  'mme-not-by-route',
  'tolerance-not-current',
  'injection-not-known',
  'companion-without-limit',
  'no-limit-for-route',
  'allergies-not-asked',
  'conditions-not-asked',
  'medicines-not-asked',
  'lists-not-asked',
  'allergy-unknown',
  'medicine-unknown',
  'other-order-not-computed',
  'not-counted',
  'class-rule-unknown',
] as const satisfies readonly (HouseRuleId | 'mme-not-by-route')[];

const own: Readonly<Partial<Record<Message['code'], string>>> = Object.fromEntries(
  OWN.flatMap((code) => {
    const said = messages[code];
    return typeof said === 'string' ? [[code, said]] : [];
  }),
);

/** What is said where a house rule could not be carried out and more than its subject is to be said. */
export const undone: Readonly<Partial<Record<Message['code'], string>>> = {
  ...own,
  'formulation-not-known':
    'It could not be checked how long this formulation keeps and what it may hold: the pharmacy answers this once for all orders.',
  'pump-range-not-known':
    'It could not be checked whether this pump can be set to all of this: what its manual says is not known, and the pharmacy enters it once for all orders.',
  'pump-grid': 'It could not be checked whether the pump can be set to this: its step is not known.',
  'stability-row': 'No study is known of this formulation in this container at this temperature.',
  'at-limit-not-documented': 'It is not known what this pump does when its limit is reached.',
  'limit-window': 'It could not be checked whether the pump can hold a limit over this window.',
  'reservoir-need': 'It could not be checked whether the container lasts a session in the worst case.',
  'no-library-limit': 'The library sets no limit for this patient: “none set” is not “any amount allowed”.',
  'mixture-compatibility': 'No record covers exactly these drugs at these concentrations together.',
};
