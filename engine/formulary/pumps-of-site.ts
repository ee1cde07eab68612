import { genericModel } from '../pumps/generic.ts';
import { pumpModels } from '../pumps/models.ts';
import type { PumpModel } from '../pumps/pump.ts';
import type { Library } from './formulary.ts';
import { withSiteFigures } from './site-figures.ts';

/** Every pump that an order of this site can name: the shipped models with the site's own figures, and its own pumps. */
export const pumpsOf = ({ site }: Pick<Library, 'site'>): readonly PumpModel[] => [
  ...pumpModels.map((p) => withSiteFigures(p, site.pumps[p.id], site.pumpManuals[p.id])),
  ...site.genericPumps.map(genericModel),
];

/** One of them by its id. */
export const findPump = (library: Pick<Library, 'site'>, id: string): PumpModel | undefined => {
  const shipped = pumpModels.find((p) => p.id === id);
  if (shipped) return withSiteFigures(shipped, library.site.pumps[id], library.site.pumpManuals[id]);
  const own = library.site.genericPumps.find((p) => p.id === id);
  return own && genericModel(own);
};
