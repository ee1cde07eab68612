import * as z from 'zod';
import { selfTestCase, type SelfTestCase } from '../../engine/checks/self-test.ts';
import cases from './self-test.json' with { type: 'json' };

/** Published incidents and golden cases that are shipped: each start proves that the rules in force answer them. */
export const selfTestCases = (): SelfTestCase[] => z.array(selfTestCase).parse(cases);
