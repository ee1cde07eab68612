import type { ReactNode } from 'react';
import { openStates } from '../../../bridge/open-states.ts';
import type { Access, Role } from '../../../bridge/permissions.ts';
import type { Place } from '../../router.ts';

export interface Room {
  readonly id: string;
  readonly title: string;
  readonly short: string;
  readonly about: string;
  readonly access: Access;
  readonly place: Place;
  readonly holds: readonly Place['at'][];
  readonly icon: ReactNode;
  /** can be looked into while the data file is damaged */
  readonly whenDamaged?: true;
  readonly count?: (counts: Readonly<Record<string, number>>, role: Role) => number;
}

const icon = (path: ReactNode) => (
  <svg
    width="18"
    height="18"
    viewBox="0 0 18 18"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {path}
  </svg>
);

/** The rooms of the house, in the order of the rail. */
export const rooms: readonly Room[] = [
  {
    id: 'work',
    title: 'Worklist',
    short: 'Work',
    about: 'Orders by state',
    access: 'signed-in',
    place: { at: 'work', state: null },
    holds: ['work', 'order', 'new-order'],
    whenDamaged: true,
    icon: icon(<path d="M3 4h12M3 9h12M3 14h7" />),
    count: (counts, role) => openStates(role).reduce((sum, s) => sum + (counts[s] ?? 0), 0),
  },
  {
    id: 'double-check',
    title: 'Double check',
    short: 'Double',
    about: 'Orders that a second person enters from the source, blind',
    access: 'prepare',
    place: { at: 'double-check', id: null },
    holds: ['double-check'],
    icon: icon(<path d="m2.5 9.5 3 3 5-6.500M8.500 12l.5.5 6-7" />),
  },
  {
    id: 'patients',
    title: 'Patients',
    short: 'Patients',
    about: 'Facts with their dates',
    access: 'signed-in',
    place: { at: 'patients' },
    holds: ['patients', 'patient'],
    whenDamaged: true,
    icon: icon(<path d="M9 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 15.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5" />),
  },
  {
    id: 'prescribers',
    title: 'Prescribers',
    short: 'Prescribers',
    about: 'Who orders',
    access: 'signed-in',
    place: { at: 'prescribers' },
    holds: ['prescribers'],
    icon: icon(<path d="M4 14V4h4.5a3 3 0 0 1 0 6H4m4 0 6 5m0-5-4 5" />),
  },
  {
    id: 'formulary',
    title: 'Formulary',
    short: 'Formulary',
    about: 'Drugs, products and how many rules each has',
    access: 'signed-in',
    place: { at: 'formulary' },
    holds: ['formulary', 'drug', 'protocols', 'library'],
    icon: icon(<path d="M4 3h9a1 1 0 0 1 1 1v11H5a1 1 0 0 1-1-1zm0 9.5h10M7 6h4" />),
  },
  {
    id: 'products',
    title: 'Products',
    short: 'Products',
    about: 'What exists to buy: by name, ingredient, NDC, barcode or maker',
    access: 'signed-in',
    place: { at: 'products' },
    holds: ['products', 'product'],
    icon: icon(<path d="M3 5.5 9 2.500l6 3v7l-6 3-6-3zm0 0 6 3 6-3M9 8.500v7" />),
  },
  {
    id: 'calculators',
    title: 'Calculators',
    short: 'Calc',
    about: 'Strength, dilution, alligation, dose, rate, PCA, MME, patient, BUD: each with its derivation',
    access: 'signed-in',
    place: { at: 'calculators', id: null },
    holds: ['calculators'],
    icon: icon(
      <path d="M4 2.5h10v13H4zM6.5 5.5h5M6.5 9h.01M9 9h.01M11.5 9h.01M6.5 12.5h.01M9 12.5h.01M11.5 12.5h.01" />,
    ),
  },
  {
    id: 'printing',
    title: 'Printing',
    short: 'Printing',
    about: 'Print jobs, printers, batches, and paper that is no longer true',
    access: 'signed-in',
    place: { at: 'printing' },
    holds: ['printing', 'printers', 'batch'],
    icon: icon(<path d="M5 7V3h8v4M5 13H3V7h12v6h-2M5 11h8v4H5z" />),
  },
  {
    id: 'log',
    title: 'Log',
    short: 'Log',
    about: 'Who did what, and whether the chain holds',
    access: 'signed-in',
    place: { at: 'log' },
    holds: ['log', 'exports'],
    whenDamaged: true,
    icon: icon(<path d="M5 3h8v12H5zM7.5 6.5h3M7.5 9h3M7.5 11.5h3" />),
  },
  {
    id: 'signals',
    title: 'Signals',
    short: 'Signals',
    about: 'Alerts, overrides and useless reasons, rule by rule',
    access: 'administer',
    place: { at: 'signals' },
    holds: ['signals'],
    icon: icon(<path d="M3 15V9M7 15V4M11 15v-4M15 15V7" />),
  },
  {
    id: 'users',
    title: 'Users',
    short: 'Users',
    about: 'Who may sign in, and as what',
    access: 'administer',
    place: { at: 'users' },
    holds: ['users', 'policy', 'stations'],
    icon: icon(
      <path d="M7 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2.5 14.5c.4-2.5 2-3.8 4.5-3.8s4.1 1.3 4.5 3.8M12 4a2.3 2.3 0 0 1 0 4.5M13 10.8c1.5.400 2.3 1.6 2.5 3.7" />,
    ),
  },
  {
    id: 'backups',
    title: 'Backups',
    short: 'Backups',
    about: 'Made by the clock or by hand, checked, and the way back',
    access: 'administer',
    place: { at: 'backups' },
    holds: ['backups'],
    icon: icon(<path d="M9 2.5v7m-3-3 3 3 3-3M3 11v4h12v-4" />),
  },
  {
    id: 'site',
    title: 'Pharmacy',
    short: 'Pharmacy',
    about: 'Name, address and telephone on every label',
    access: 'administer',
    place: { at: 'site' },
    holds: ['site'],
    icon: icon(<path d="M3 8h12v7H3zM2 8l2-4h10l2 4M9 10v3M7.5 11.5h3" />),
  },
];
