import { library, type Library } from '../../engine/formulary/formulary.ts';
import allergens from './allergens.json' with { type: 'json' };
import auxiliary from './auxiliary.json' with { type: 'json' };
import bud from './bud.json' with { type: 'json' };
import compatibility from './compatibility.json' with { type: 'json' };
import formulary from './formulary.json' with { type: 'json' };
import interactions from './interactions.json' with { type: 'json' };
import known from './known-words.json' with { type: 'json' };
import medicines from './medicine-names.json' with { type: 'json' };
import products from './products.json' with { type: 'json' };
import protocols from './protocols.json' with { type: 'json' };
import site from './site.json' with { type: 'json' };
import stability from './stability.json' with { type: 'json' };
import usualDoses from './usual-doses.json' with { type: 'json' };

/** Changes with any change of the data: a data file takes a seed by its version only. */
export const SEED_VERSION = '2026.12.20';

/** The rule set that a fresh data file starts with. */
export const seedLibrary = (): Library =>
  library.parse(
    {
      version: SEED_VERSION,
      formulary,
      bud,
      stability,
      usualDoses,
      compatibility,
      auxiliary,
      products,
      names: { medicines, allergens, known },
      interactions,
      protocols,
      site,
    },
    // Read once: to make code for it first takes longer than to read it.
    { jitless: true },
  );
