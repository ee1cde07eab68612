import { library, type Library } from '../../engine/formulary.ts';
import auxiliary from './auxiliary.json' with { type: 'json' };
import bud from './bud.json' with { type: 'json' };
import formulary from './formulary.json' with { type: 'json' };
import site from './site.json' with { type: 'json' };
import stability from './stability.json' with { type: 'json' };

/** The rule set that a fresh data file starts with. Its version changes with any change of the data. */
export const seedLibrary = (): Library => library.parse({ version: '2026.11.1', formulary, bud, stability, auxiliary, site });
