import type { Library } from '../../engine/formulary/formulary.ts';

/** What of the library a printed page shows. */
export type PrintLibrary = Pick<Library, 'site' | 'auxiliary' | 'formulary' | 'stability'>;
