import { ambit } from './ambit.ts';
import { caddLegacyPca } from './cadd-legacy-pca.ts';
import { caddLegacyPlus } from './cadd-legacy-plus.ts';
import { caddPrizm } from './cadd-prizm-pcs2.ts';
import { caddSolis } from './cadd-solis.ts';
import { curlin4000 } from './curlin-4000.ts';
import { easypump2, infusorLv10, onqFixed, onqOnDemand, onqSelectAFlow } from './elastomeric.ts';
import { gemstar } from './gemstar.ts';
import {
  avoset,
  bodyguard,
  caddLegacy1,
  caddMs3,
  caddPrizmVip,
  caddSolisVip,
  curlin6000,
} from './other-models.ts';
import type { PumpModel } from './pump.ts';
import { sapphire } from './sapphire.ts';

/** Every pump model that is shipped. A new model is one file beside this one and a line here. */
export const pumpModels: readonly PumpModel[] = [
  caddSolis,
  caddSolisVip,
  caddPrizm,
  caddPrizmVip,
  caddLegacyPca,
  caddLegacyPlus,
  caddLegacy1,
  caddMs3,
  curlin4000,
  curlin6000,
  gemstar,
  sapphire,
  ambit,
  avoset,
  onqFixed,
  onqSelectAFlow,
  onqOnDemand,
  easypump2,
  infusorLv10,
  bodyguard,
];
