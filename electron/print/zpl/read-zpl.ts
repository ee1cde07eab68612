import type { PageText, Run } from '../read-pdf.ts';
import { unescaped } from './command.ts';
import { BASELINE, widthAt } from './font-0.ts';
import { draw, drawnWidth } from './outline.ts';

/** What a ZPL text tells a printer, label by label: texts with their places, and what its barcodes say. */
interface ZplLabel extends PageText {
  readonly codes: readonly string[];
  readonly copies: number;
}

const COMMAND = /[\^~](A0|[A-Z]{2})([^^~]*)/g;

/** Reads the finished text as a printer would; nothing of the layout is asked. Places in points, from the lower left. */
export function readZpl(zpl: string, dpi: number): ZplLabel[] {
  return zpl
    .split('^XZ')
    .filter((l) => l.includes('^XA'))
    .map((l) => readLabel(l, dpi / 72));
}

const numbers = (text: string): number[] => text.split(',').map((t) => parseInt(t, 10) || 0); // count: dots

function readLabel(zpl: string, dotsPerPoint: number): ZplLabel {
  const runs: Run[] = [];
  const codes: string[] = [];
  let [width, height, copies] = [0, 0, 0];
  let told: { text: string; size: number } | null = null;
  let field = { x: 0, y: 0, size: 0, kind: 'text' as 'text' | 'code', data: '', isHex: false, wide: 0 };
  const empty = field;
  for (const [, name, raw = ''] of zpl.replaceAll(/[\r\n]/g, '').matchAll(COMMAND)) {
    const [a = 0, b = 0] = numbers(raw);
    if (name === 'PW') width = a;
    else if (name === 'LL') height = a;
    else if (name === 'PQ') copies = a;
    else if (name === 'FO') field = { ...empty, x: a, y: b };
    else if (name === 'FX' && raw.startsWith('text ')) {
      const [, size = '', text = ''] = /^text (\d+) (.*)$/.exec(raw) ?? [];
      told = { text: unescaped(text), size: parseInt(size, 10) }; // count: dots
    } else if (name === 'GF' && told) {
      // only the dots of these letters say this text
      field.data = raw.split(',').at(-1) === draw(told.text, told.size).hex ? told.text : '(another picture)';
      field.size = told.size;
      field.wide = drawnWidth(told.text, told.size);
      told = null;
    } else if (name === 'A0') field.size = b;
    else if (name === 'BX' || name === 'BQ') field.kind = 'code';
    else if (name === 'FH') field.isHex = true;
    else if (name === 'FD') field.data = field.isHex ? unescaped(raw) : raw;
    else if (name === 'FS' && field.data !== '') {
      const { x, y, size, data } = field;
      if (field.kind === 'code') codes.push(data);
      else
        runs.push({
          text: data,
          x: x / dotsPerPoint,
          y: (height - y - size * BASELINE) / dotsPerPoint,
          width: (field.wide === 0 ? widthAt(data, size) : field.wide) / dotsPerPoint,
          size: size / dotsPerPoint,
          upright: true,
        });
      field = { ...empty };
    }
  }
  return { width: width / dotsPerPoint, height: height / dotsPerPoint, runs, codes, copies };
}
