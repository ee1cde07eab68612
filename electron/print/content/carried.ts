import type { OrderRecord } from '../record.ts';
import type { Block } from './document.ts';

export const CARRIED_TITLE = 'What each setting gives of each drug';
export const CARRIED_HEAD = ['Field on screen', 'Volume', 'Of each drug'] as const;

/** The pump knows one drug; a mixture brings the others with it. Nothing where the container holds one drug. */
export const carriedTable = (r: OrderRecord): Block[] =>
  r.carried.length === 0
    ? []
    : [
        {
          kind: 'table',
          id: 'carried',
          title: CARRIED_TITLE,
          columns: [
            [CARRIED_HEAD[0], '26%'],
            [CARRIED_HEAD[1], '18%'],
            [CARRIED_HEAD[2], '56%'],
          ],
          strong: 2,
          rows: r.carried.map((c) => [c.label, c.volume, c.amounts]),
        },
      ];
