import { csvLine } from '../../../db/csv.ts';
import { givesHashes, neutral, TRAILER, trailerCells } from '../../../db/export-format.ts';
import type { About, Format, Sink } from './sink.ts';

function lines(records: readonly (readonly string[])[]): string {
  let text = '';
  for (const record of records) text += csvLine(record);
  return text;
}

/** RFC 4180. A whole audit log ends in a trailer with a cell for each word; the others in one that says the same as JSON. */
export function csv(sink: Sink, columns: readonly string[], about: About): Format {
  let begun = false;
  const begin = async () => {
    if (!begun) await sink.write(lines([columns]));
    begun = true;
  };
  return {
    rows: async (list) => {
      await begin();
      await sink.write(lines(list.map((row) => row.map(neutral))));
    },
    lines: async (text) => {
      await begin();
      await sink.write(text);
    },
    end: async ({ rows, digest }) => {
      await begin();
      const trailer = givesHashes(about)
        ? trailerCells(about, rows, digest)
        : [TRAILER, JSON.stringify({ ...about, rows, digest })].map(neutral);
      const padding = Array.from({ length: Math.max(0, columns.length - trailer.length) }, () => '');
      await sink.write(lines([[...trailer, ...padding]]));
    },
  };
}

/** One JSON object a line: what it is, the rows with their columns' names, and the end. */
export function jsonl(sink: Sink, columns: readonly string[], about: About): Format {
  let begun = false;
  const begin = async () => {
    if (!begun) await sink.write(`${JSON.stringify({ export: about, columns })}\n`);
    begun = true;
  };
  return {
    rows: async (list) => {
      await begin();
      const text = list.map((row) =>
        JSON.stringify(Object.fromEntries(columns.map((c, i) => [c, row[i] ?? '']))),
      );
      await sink.write(`${text.join('\n')}\n`);
    },
    end: async (ending) => {
      await begin();
      await sink.write(`${JSON.stringify({ end: ending })}\n`);
    },
  };
}
