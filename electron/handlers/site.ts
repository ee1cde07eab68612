import type { Parsed } from '../../bridge/contract.ts';
import { hashOf } from '../../db/canonical.ts';
import { hasLibrary, insertLibrary } from '../../db/libraries.ts';
import { Refused } from '../../engine/number/result.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { askOfSubmitted } from '../services/double-check.ts';
import { nextVersion } from '../services/library-change.ts';
import type { Handlers, WriteCall } from '../services/call.ts';
import { underSignature } from '../services/credentials.ts';
import { notWhole } from '../delivery/places.ts';
import { Failed } from '../services/failed.ts';

const settings = ({ version, site: { pharmacy, timeZone, ownLabel, doubleCheck, printing } }: Library) => ({
  ruleSet: version,
  site: { pharmacy, timeZone, ownLabel, doubleCheck, printing },
});

export const siteHandlers = {
  'site.get': async ({ context }) => settings(await context.library()),

  'site.save': underSignature('site.save', save, async (call, { expectedRuleSet }) => {
    asSeen(await call.context.library(), expectedRuleSet);
  }),
} satisfies Partial<Handlers>;

function asSeen(current: Library, expectedRuleSet: string): void {
  if (current.version !== expectedRuleSet)
    throw new Failed({
      code: 'conflict',
      what: 'site settings',
      detail: `rule set ${current.version} is in force, ${expectedRuleSet} was seen`,
    });
}

async function save({ context, db, event, now }: WriteCall, { expectedRuleSet, site }: Parsed<'site.save'>) {
  const current = await context.library();
  asSeen(current, expectedRuleSet);
  const relative = (site.printing?.folders ?? []).flatMap(
    (folder, i) => notWhole(folder, `site.printing.folders.${i}`) ?? [],
  );
  if (relative.length > 0) throw new Refused(...relative);
  const version = await nextVersion(current.version, (v) => hasLibrary(db, v));
  const ownLabel = site.ownLabel ?? null;
  const doubleCheck = site.doubleCheck ?? current.site.doubleCheck;
  const printing = site.printing ?? current.site.printing;
  const next: Library = {
    ...current,
    version,
    site: { ...current.site, ...site, ownLabel, doubleCheck, printing },
  };
  const hash = hashOf(next);
  await insertLibrary(db, { version, hash, content: JSON.stringify(next), origin: 'site', at: now });
  await askOfSubmitted(db, next, now);
  await event({
    subject: 'library',
    subjectId: version,
    change: {
      before: current.version,
      hash,
      pharmacy: site.pharmacy,
      timeZone: site.timeZone,
      ownLabel,
      doubleCheck,
      printing,
    },
  });
  return settings(next);
}
