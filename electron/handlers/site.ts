import { hashOf } from '../../db/canonical.ts';
import { hasLibrary, insertLibrary } from '../../db/libraries.ts';
import type { Library } from '../../engine/formulary.ts';
import { nextVersion } from '../services/library-start.ts';
import { Failed, type Handlers } from './handler.ts';

const settings = ({ version, site: { pharmacy, timeZone, ownLabel, doubleCheck } }: Library) => ({
  ruleSet: version,
  site: { pharmacy, timeZone, ownLabel, doubleCheck },
});

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
