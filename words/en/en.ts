import { accepted } from './accepted.ts';
import { facts } from './facts.ts';
import { messages } from './messages.ts';
import { missing } from './missing.ts';
import { reasons } from './reasons.ts';
import { subjects } from './subjects.ts';
import { undone } from './undone.ts';

export const en = { messages, subjects, facts, missing, reasons, accepted, undone };
