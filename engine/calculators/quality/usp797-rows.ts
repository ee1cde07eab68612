import type { Source } from '../../derivation/derivation.ts';
import { USP797 } from '../sources.ts';

/** Longest time to the start of administration, by storage; null: not allowed. */
export interface BudRow {
  readonly category: '1' | '2' | '3' | 'immediate-use';
  readonly method: string;
  readonly room: string;
  readonly refrigerator: string;
  readonly freezer: string | null;
  readonly source: Source;
}

const VERIFY: Source = {
  id: 'USP-797-2023-GK',
  title: 'USP <797> 2023, tables 13 and 14 (from general knowledge, verify)',
};
const row = (
  category: BudRow['category'],
  method: string,
  room: string,
  refrigerator: string,
  freezer: string | null,
  source = USP797,
): BudRow => ({
  category,
  method,
  room,
  refrigerator,
  freezer,
  source,
});

/** Source: USP <797> 2023 as read in two secondary copies; rows marked VERIFY were not read. */
export const BUD_ROWS: readonly BudRow[] = [
  row('immediate-use', 'aseptic technique', '4 h', '4 h', null),
  row('1', 'aseptic or terminal', '12 h', '24 h', null),
  row('2', 'aseptic, not tested, nonsterile component', '1 day', '4 day', '45 day', VERIFY),
  row('2', 'aseptic, not tested, sterile components', '4 day', '10 day', '45 day'),
  row('2', 'aseptic, sterility tested', '30 day', '45 day', '60 day'),
  row('2', 'terminally sterilized, not tested', '14 day', '28 day', '45 day'),
  row('2', 'terminally sterilized, sterility tested', '45 day', '60 day', '90 day'),
  row('3', 'aseptic, sterility tested', '60 day', '90 day', '120 day', VERIFY),
  row('3', 'terminally sterilized, sterility tested', '90 day', '120 day', '180 day', VERIFY),
];
