import { hashOf } from '../../db/canonical.ts';
import { hasLibrary, insertLibrary } from '../../db/libraries.ts';
import type { Library } from '../../engine/formulary.ts';
import { Failed, type Handlers } from './handler.ts';

const settings = ({ version, site: { pharmacy, timeZone, ownLabel, doubleCheck } }: Library) => ({
  ruleSet: version,
  site: { pharmacy, timeZone, ownLabel, doubleCheck },
});

/** `2026.11.1+site.3`: the rules of a seed with the site's settings for the third time. */
export function nextVersion(current: string, taken: (version: string) => boolean): string {
  const [base = current] = current.split('+');
  for (let n = 1; ; n += 1) {
    const version = `${base}+site.${n}`;
    if (!taken(version)) return version;
  }
}

export const siteHandlers = {
  'site.get': ({ context }) => settings(context.library),

  'site.save': ({ context, db, event, now }, { expectedRuleSet, site }) => {
    const current = context.library;
    if (current.version !== expectedRuleSet)
      throw new Failed({
        code: 'conflict',
        what: 'site settings',
        detail: `rule set ${current.version} is in force, ${expectedRuleSet} was seen`,
      });
    const version = nextVersion(current.version, (v) => hasLibrary(db, v));
    const ownLabel = site.ownLabel ?? null;
    const doubleCheck = site.doubleCheck ?? current.site.doubleCheck;
    const next: Library = { ...current, version, site: { ...current.site, ...site, ownLabel, doubleCheck } };
    const hash = hashOf(next);
    insertLibrary(db, { version, hash, content: JSON.stringify(next), origin: 'site', at: now });
    event({
      subject: 'library',
      subjectId: version,
      change: {
        before: current.version,
        hash,
        pharmacy: site.pharmacy,
        timeZone: site.timeZone,
        ownLabel,
        doubleCheck,
      },
    });
    return settings(next);
  },
} satisfies Partial<Handlers>;
