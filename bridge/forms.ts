import * as z from 'zod';
import type { OrderState } from './order-state.ts';

/** Every paper that a form may be laid out on, by the words that a person reads. Sizes stand with the templates. */
export const PAPERS = {
  '4x2': '4 × 2 in',
  '4x3': '4 × 3 in',
  '4x6': '4 × 6 in',
  '2x1': '2 × 1 in',
  own: 'own size',
  letter: 'letter',
  a4: 'A4',
} as const;
export type Paper = keyof typeof PAPERS;
export const paper = z.enum(Object.keys(PAPERS) as [Paper, ...Paper[]]);

/** What of an order must be there before a form is made from it. */
export type Needs = 'verified' | 'preparing' | 'prepared';
interface Form {
  readonly title: string;
  readonly needs: Needs;
  readonly papers: readonly [Paper, ...Paper[]];
  /** a record of the pharmacy, which never goes out with the preparation */
  readonly stays?: true;
}
const SHEETS = ['letter', 'a4'] as const;

/** Every form that can be printed of one order. A new one is a row here and a template in electron/print/sheet-templates.ts. */
const FORMS = {
  label: { title: 'label', needs: 'prepared', papers: ['4x2', '4x3', '4x6', 'own'] },
  flag: { title: 'syringe flag', needs: 'prepared', papers: ['2x1'] },
  overwrap: { title: 'overwrap label', needs: 'prepared', papers: ['4x3', '4x6'] },
  auxiliary: { title: 'auxiliary label', needs: 'prepared', papers: ['4x2', '2x1'] },
  delivery: { title: 'delivery label', needs: 'prepared', papers: ['4x6', '4x3'] },
  'pump-sheet': { title: 'pump sheet', needs: 'prepared', papers: SHEETS },
  'patient-card': { title: 'patient card', needs: 'prepared', papers: SHEETS },
  'hand-off': { title: 'nurse’s hand-off', needs: 'prepared', papers: SHEETS },
  'compounding-record': { title: 'compounding record', needs: 'prepared', papers: SHEETS, stays: true },
  'controlled-log': { title: 'controlled-substance log', needs: 'prepared', papers: SHEETS, stays: true },
  worksheet: { title: 'preparation worksheet', needs: 'preparing', papers: SHEETS, stays: true },
  formulation: { title: 'master formulation record', needs: 'verified', papers: SHEETS, stays: true },
  verification: { title: 'verification report', needs: 'verified', papers: SHEETS, stays: true },
} as const satisfies Readonly<Record<string, Form>>;
export type PrintKind = keyof typeof FORMS;
export const KINDS = Object.keys(FORMS) as [PrintKind, ...PrintKind[]];
export const printKind = z.enum(KINDS);
export const form = (kind: PrintKind): Form => FORMS[kind];

/** The states in which an order is what a form needs, and what to say where it is not. */
export const NEEDS: Readonly<Record<Needs, { states: readonly OrderState[]; words: string }>> = {
  verified: {
    states: ['verified', 'preparing', 'prepared', 'checked', 'released', 'completed'],
    words: 'verified order',
  },
  preparing: {
    states: ['preparing', 'prepared', 'checked', 'released', 'completed'],
    words: 'begun preparation',
  },
  prepared: { states: ['prepared', 'checked', 'released', 'completed'], words: 'finished preparation' },
};
/** States of the orders that can have a form. */
export const statesFor = (kind: PrintKind): readonly OrderState[] => NEEDS[form(kind).needs].states;
export const canHave = (kind: PrintKind, state: OrderState): boolean => statesFor(kind).includes(state);
