import { seedLibrary } from '../../../../db/seed/library.ts';
import { site, type Library } from '../../../../engine/formulary/formulary.ts';
import { parseInstant, type Minute } from '../../../../engine/time/calendar.ts';
import { unwrap } from '../../../../engine/number/result.ts';
import { decode, readJson } from './input.ts';

const siteFile = site.partial();

/** The shipped library, with the site's own settings over its own: the ranges of its pumps, its house rules. */
export function shippedLibrary(path: string | undefined): Library {
  const library = seedLibrary();
  if (path === undefined) return library;
  const own = decode(siteFile, readJson(path));
  return { ...library, version: `${library.version}+site`, site: site.parse({ ...library.site, ...own }) };
}

/** The minute in which the command runs. */
export const now = (): Minute => unwrap(parseInstant(new Date().toISOString()));
