import { describe } from '../../../../engine/calculators/describe.ts';
import { calculators } from '../../../../engine/calculators/registry.ts';

/** `meniscus calc --list`: every calculator with its inputs and outputs in units. */
export const listCalculators = (): string => `${JSON.stringify(calculators.map(describe), null, 2)}\n`;

/** What `calc ID --help` says beside the options: each field with what it reads. */
export function fieldsHelp(id: string): string {
  const found = calculators.find((c) => c.id === id);
  if (!found) return '';
  const lines = Object.entries(describe(found).inputs).map(
    ([name, f]) => `  ${name}${f.required ? '' : ' (optional)'}: ${f.label}; ${f.accepts}`,
  );
  return `\n${found.title}\n${lines.join('\n')}\n`;
}
