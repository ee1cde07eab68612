import { scan } from '../services/scan.ts';
import type { Handlers } from '../services/call.ts';

export const codeHandlers = {
  'code.scan': ({ db }, { code }) => scan(db, code),
} satisfies Partial<Handlers>;
