import * as z from 'zod';
import { contract } from '../../../../bridge/contract.ts';
import { site } from '../../../../engine/formulary/formulary.ts';
import { libraryFile } from '../../../../engine/formulary/library-file.ts';
import { orderFile } from '../../../../engine/order/order.ts';
import { orderReport } from '../../../../engine/checks/report.ts';
import { EXIT, Exit } from './exit.ts';

const named: Readonly<Record<string, z.ZodType>> = {
  order: orderFile,
  report: orderReport,
  site,
  library: libraryFile,
};

/** `meniscus schema NAME`: the JSON Schema of what is read or written, made from the schema that decodes it. */
export function schema(name: string): string {
  const found = Object.hasOwn(named, name) ? named[name] : undefined;
  const command = Object.hasOwn(contract, name) ? contract[name as keyof typeof contract] : undefined;
  const chosen = found ?? command?.input;
  if (!chosen)
    throw new Exit(
      EXIT.refused,
      `schema-not-known: "${name}": accepted: ${[...Object.keys(named), ...Object.keys(contract)].join(', ')}`,
    );
  return `${JSON.stringify(z.toJSONSchema(chosen, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;
}
