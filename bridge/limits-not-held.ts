import { compare, quantity, recorded } from '../engine/number/quantity.ts';
import type { OrderReport } from '../engine/checks/report.ts';

/** A limit as the order says it: an amount of drug in a window, or a number of doses in words. */
type Ordered =
  | { readonly kind: 'amount'; readonly amount: string; readonly window: string }
  | { readonly kind: 'doses'; readonly text: string };

/**
 * Limits that were ordered and that the program does not hold, so that only people can keep them. In: the lines of the
 * order and the fields of the program, as the report has them. Out: each in exact amounts. Two limits of one order never
 * have the same window (`limit-window-twice`), so that the window on the pump says which of them it holds.
 */
export function limitsNotHeld({ regimen, program }: Pick<OrderReport, 'regimen' | 'program'>): Ordered[] {
  const line = (id: string) => regimen.lines.find((l) => l.id === id)?.exact ?? null;
  const programmed = (id: string) => program.fields.find((f) => f.id === id)?.programmed ?? null;
  const held = programmed('limit') === null ? null : programmed('limit-window');
  const isHeld = (window: string) =>
    held !== null && compare(recorded(held, 'time'), recorded(window, 'time')) === 0;
  const holdsDoses = (window: string) =>
    programmed(
      compare(recorded(window, 'time'), quantity('1 h', 'time')) === 0 ? 'max-doses-per-hour' : 'dose-limit',
    ) !== null;
  const hourly = line('max-doses-per-hour');
  const [doses, span] = line('limit')?.split(' doses in any ') ?? [];
  return [
    ...['limit', 'also-limit'].flatMap((id): Ordered[] => {
      const [amount, window] = [line(id), line(`${id}-window`)];
      return amount === null || window === null || isHeld(window) ? [] : [{ kind: 'amount', amount, window }];
    }),
    ...[
      doses && span && !holdsDoses(span) ? `${doses} doses in any ${span}` : null,
      hourly !== null && !holdsDoses('1 h') ? `${hourly} doses in any 1 h` : null,
    ].flatMap((text): Ordered[] => (text === null ? [] : [{ kind: 'doses', text }])),
  ];
}
