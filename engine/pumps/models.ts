import type { Library } from '../formulary.ts';
import { ambit } from './ambit.ts';
import { caddLegacyPca } from './cadd-legacy-pca.ts';
import { caddLegacyPlus } from './cadd-legacy-plus.ts';
import { caddPrizm } from './cadd-prizm-pcs2.ts';
import { caddSolis } from './cadd-solis.ts';
import { curlin4000 } from './curlin-4000.ts';
import { easypump2, infusorLv10, onqFixed, onqOnDemand, onqSelectAFlow } from './elastomeric.ts';
import { gemstar } from './gemstar.ts';
import { genericModel } from './generic.ts';
import type { PumpModel } from './pump.ts';
import { sapphire } from './sapphire.ts';
import { withSiteFigures } from './site-figures.ts';

/** Every pump model that is shipped. A new model is one file beside this one and a line here. */
export const pumpModels: readonly PumpModel[] = [
  caddSolis,
  caddPrizm,
  caddLegacyPca,
  caddLegacyPlus,
  curlin4000,
  gemstar,
  sapphire,
  ambit,
  onqFixed,
  onqSelectAFlow,
  onqOnDemand,
  easypump2,
  infusorLv10,
];

/** Every pump that an order of this site can name: the shipped models with the site's own figures, and its own pumps. */
export const pumpsOf = ({ site }: Pick<Library, 'site'>): readonly PumpModel[] => [
  ...pumpModels.map((p) => withSiteFigures(p, site.pumps[p.id])),
  ...site.genericPumps.map(genericModel),
];

/** One of them by its id. */
export const findPump = (library: Pick<Library, 'site'>, id: string): PumpModel | undefined => {
  const shipped = pumpModels.find((p) => p.id === id);
  if (shipped) return withSiteFigures(shipped, library.site.pumps[id]);
  const own = library.site.genericPumps.find((p) => p.id === id);
  return own && genericModel(own);
};
