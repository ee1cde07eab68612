import { ambit } from './ambit.ts';
import { caddLegacyPca } from './cadd-legacy-pca.ts';
import { caddPrizm } from './cadd-prizm-pcs2.ts';
import { caddSolis } from './cadd-solis.ts';
import { curlin4000 } from './curlin-4000.ts';
import { gemstar } from './gemstar.ts';
import type { PumpModel } from './pump.ts';
import { sapphire } from './sapphire.ts';

/** Every pump model that an order can name. A new model is one file beside this one and a line here. */
export const pumpModels: readonly PumpModel[] = [
  caddSolis,
  caddPrizm,
  caddLegacyPca,
  curlin4000,
  gemstar,
  sapphire,
  ambit,
];

export const pumpModel = (id: string): PumpModel | undefined => pumpModels.find((p) => p.id === id);
