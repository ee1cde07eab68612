import { hashOf } from '../../../db/canonical.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { pumpEntries, type PumpEntry } from '../../../engine/program/pump-entries.ts';
import type { PumpModel } from '../../../engine/pumps/pump.ts';
import { citation } from '../../../words/citation.ts';

interface Approved extends PumpEntry {
  /** who proposed and approved it here; empty: it is as published */
  readonly proposedBy: string;
  readonly approvedBy: readonly string[];
  /** since when it is in force here, and until when; empty: as the rule set was published, without an end */
  readonly effective: string;
  readonly until: string;
  readonly source: string;
}

/** What a pump's library is to hold, as one document with a digest. */
export interface PumpLibrarySheet {
  readonly pharmacy: string;
  readonly pump: { readonly id: string; readonly model: string; readonly software: string };
  readonly ruleSet: string;
  readonly entries: readonly Approved[];
  readonly notOnPump: readonly string[];
}

/** The newest record of the site under a key of the protocols. */
const recordOf = ({ site }: Library, id: string) =>
  site.records.findLast((r) => r.collection === 'protocols' && r.id === id && r.op === 'put');

/** In: the library in force and a pump model. Out: the document, and the SHA-256 of all that it says but the time. */
export function pumpLibrarySheet(
  library: Library,
  pump: PumpModel,
): { readonly sheet: PumpLibrarySheet; readonly digest: string } {
  const { entries, notOnPump } = pumpEntries(library, pump);
  const sheet: PumpLibrarySheet = {
    pharmacy: library.site.pharmacy?.name ?? '',
    pump: { id: pump.id, model: pump.model, software: pump.software ?? '' },
    ruleSet: library.version,
    entries: entries.map((e) => {
      const own = recordOf(library, e.protocol);
      const source = library.protocols.find((p) => p.id === e.protocol)?.source;
      return {
        ...e,
        proposedBy: own?.by ?? '',
        approvedBy: own?.approvedBy ?? [],
        effective: own?.at ?? '',
        until: own?.until ?? '',
        source: own?.reference ?? (source ? citation(source) : ''),
      };
    }),
    notOnPump,
  };
  return { sheet, digest: hashOf(sheet) };
}
