import { library, type Library } from '../../engine/formulary.ts';
import auxiliary from './auxiliary.json' with { type: 'json' };
import bud from './bud.json' with { type: 'json' };
import compatibility from './compatibility.json' with { type: 'json' };
import formulary from './formulary.json' with { type: 'json' };
import site from './site.json' with { type: 'json' };
import stability from './stability.json' with { type: 'json' };

/** Changes with any change of the data. */
export const SEED_VERSION = '2026.11.3';

/** The rule set that a fresh data file starts with. */
export const seedLibrary = (): Library =>
  library.parse({ version: SEED_VERSION, formulary, bud, stability, compatibility, auxiliary, site });
