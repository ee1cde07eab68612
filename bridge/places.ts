import * as z from 'zod';
import { wordsField } from '../engine/number/fields.ts';

/** A folder on the machine that the program runs on, with its whole path: a relative one would follow the program's start. */
export const folder = wordsField(400)
  .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, 'the whole path of a folder')
  .refine((text) => !/(?:^|[\\/])\.{1,2}(?:[\\/]|$)/.test(text), 'a path without . and ..');

export const host = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?$/, 'a host name or an IP address');

/** Where labels and sheets, which name patients, may go: what is not named here is written and sent nowhere. */
export const printingPlaces = z.strictObject({
  folders: z.array(folder).max(20).describe('file printers write below these only'),
  hosts: z.array(host).max(100).describe('network printers are reached at these only'),
});
export type PrintingPlaces = z.infer<typeof printingPlaces>;
