import { readdirSync, readFileSync } from 'node:fs';
import { selfTestCases } from '../../db/seed/self-test.ts';
import { selfTestCase, type SelfTestCase } from '../../engine/checks/self-test.ts';

export type OrderCase = SelfTestCase;

const folder = new URL('../cases/orders/', import.meta.url);

/** Every published order: those that are shipped as the self-test, and those that only the tests know. */
export const orderCases = (): OrderCase[] => [
  ...selfTestCases(),
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) =>
      selfTestCase.parse({
        id: name.replace('.json', ''),
        ...JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
      }),
    ),
];
