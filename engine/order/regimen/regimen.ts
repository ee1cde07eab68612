import * as z from 'zod';
import type { Issue } from '../../number/result.ts';
import type { Basis } from './basis.ts';
import { continuousIssues, continuousRegimen, resolveContinuous } from './continuous.ts';
import { intermittentIssues, intermittentRegimen, resolveIntermittent } from './intermittent.ts';
import { nerveBlockIssues, nerveBlockRegimen, resolveNerveBlock } from './nerve-block.ts';
import { pcaIssues, pcaRegimen, resolvePca } from './pca.ts';
import type { Regimen, RegimenKind } from './resolved.ts';
import type { Sessions } from './sessions.ts';
import { resolveTaper, taperIssues, taperRegimen } from './taper.ts';

/** What the prescriber wants: one of the kinds, each in a file of its own. */
export const regimen = z.discriminatedUnion('kind', [
  pcaRegimen,
  intermittentRegimen,
  continuousRegimen,
  taperRegimen,
  nerveBlockRegimen,
]);
export type RegimenOrder = z.infer<typeof regimen>;
type Ordered<K extends RegimenKind> = Extract<RegimenOrder, { kind: K }>;

interface Kind<O> {
  /** named refusals with paths inside the regimen: contradictions, zeros, a missing weight */
  readonly issues: (o: O, b: Basis, s: Sessions) => Issue[];
  /** the regimen in exact amounts; call after `issues` found nothing */
  readonly resolve: (o: O, b: Basis) => Regimen;
}

const KINDS: { readonly [K in RegimenKind]: Kind<Ordered<K>> } = {
  pca: { issues: pcaIssues, resolve: resolvePca },
  intermittent: { issues: intermittentIssues, resolve: resolveIntermittent },
  continuous: { issues: continuousIssues, resolve: resolveContinuous },
  taper: { issues: taperIssues, resolve: resolveTaper },
  'nerve-block': { issues: nerveBlockIssues, resolve: resolveNerveBlock },
};
const kindOf = (o: RegimenOrder) => KINDS[o.kind] as Kind<RegimenOrder>;

/**
 * Which issues, if any, keep a regimen from being computed at all. In: the ordered regimen, what turns doses into drug,
 * and the sessions it runs in. Out: named issues with paths inside the regimen.
 */
export const regimenIssues = (o: RegimenOrder, b: Basis, s: Sessions): Issue[] => kindOf(o).issues(o, b, s);

/** The regimen in exact amounts of drug, in the drug's own unit. Call after `regimenIssues` found nothing. */
export const resolve = (o: RegimenOrder, b: Basis): Regimen => kindOf(o).resolve(o, b);
