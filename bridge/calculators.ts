import * as z from 'zod';
import { printedDerivation } from '../engine/checks/report.ts';
import { source } from '../engine/formulary/source.ts';

/** Calculators as a screen gets them: described and answered as plain data, made from the registry. */
const text = z.record(z.string(), z.string());

interface FieldShape {
  label: string;
  kind: string;
  required: boolean;
  accepts: string;
  units?: readonly string[] | undefined;
  options?: readonly string[] | undefined;
  zeroAllowed?: boolean | undefined;
  least?: string | undefined;
  most?: string | undefined;
  note?: string | undefined;
  of?: Readonly<Record<string, FieldShape>> | undefined;
}

const field: z.ZodType<FieldShape> = z.strictObject({
  label: z.string(),
  kind: z.string(),
  required: z.boolean(),
  accepts: z.string(),
  units: z.array(z.string()).optional(),
  options: z.array(z.string()).optional(),
  zeroAllowed: z.boolean().optional(),
  least: z.string().optional(),
  most: z.string().optional(),
  note: z.string().optional(),
  get of() {
    return z.record(z.string(), field).optional();
  },
});

export const calculatorView = z.strictObject({
  id: z.string(),
  title: z.string(),
  group: z.string(),
  aliases: z.array(z.string()),
  inputs: z.record(z.string(), field),
  outputs: z.record(
    z.string(),
    z.strictObject({
      label: z.string(),
      units: z.array(z.string()),
      rounding: z.string(),
      always: z.boolean(),
    }),
  ),
  solveFor: z.array(z.string()).nullable(),
  formula: z.string(),
  validity: z.array(z.string()),
  source,
  example: z.strictObject({ input: z.record(z.string(), z.unknown()), expected: text }),
});

export const calculatorAnswer = z.strictObject({
  id: z.string(),
  title: z.string(),
  outputs: z.record(
    z.string(),
    z.strictObject({
      label: z.string(),
      value: z.string(),
      unit: z.string(),
      exact: z.string(),
      rounded: z.string(),
      rounding: z.string().nullable(),
      error: z.string().nullable(),
      exactness: z.string(),
    }),
  ),
  table: z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }).nullable(),
  derivations: z.array(printedDerivation),
  warnings: z.array(
    z.strictObject({
      path: z.string(),
      code: z.string(),
      given: z.string().nullable(),
      accepted: z.string(),
    }),
  ),
  source,
});
