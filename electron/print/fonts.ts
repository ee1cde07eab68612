import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Font } from '@react-pdf/renderer';
import { fail, issue, ok, type Result } from '../../engine/number/result.ts';
import { sfntOf } from './sfnt.ts';

const load = createRequire(import.meta.url);

interface Family {
  readonly face: string;
  readonly subset: string;
}

/** What the embedded fonts have, as somebody knows it who types a name. */
const LETTERS = {
  sans: 'Latin, Greek, Cyrillic, Hebrew and Arabic letters, figures and common signs',
  mono: 'Latin letters, figures and common signs',
} as const;

const plex = (subset: string): Family => ({ face: 'ibm-plex-sans', subset });

/**
 * What is embedded. The first family of a voice covers almost every text; of the others only those are embedded whose
 * characters a text has. A character that none of them has is refused, never printed as a box: another script is another
 * line.
 */
const VOICES = {
  sans: [
    plex('latin'),
    plex('latin-ext'),
    plex('vietnamese'),
    plex('cyrillic'),
    plex('cyrillic-ext'),
    plex('greek'),
    { face: 'noto-sans-hebrew', subset: 'hebrew' },
    { face: 'ibm-plex-sans-arabic', subset: 'arabic' },
  ],
  mono: [{ face: 'ibm-plex-mono', subset: 'latin' }],
} as const satisfies Record<string, readonly Family[]>;
type Voice = keyof typeof VOICES;
const WEIGHTS = [400, 600] as const;

const nameOf = ({ face, subset }: Family): string => `${face}-${subset}`;

function register(family: Family): void {
  const { face, subset } = family;
  const fonts = WEIGHTS.map((fontWeight) => {
    const woff = readFileSync(
      load.resolve(`@fontsource/${face}/files/${face}-${subset}-${fontWeight}-normal.woff`),
    );
    return { src: `data:font/ttf;base64,${sfntOf(woff).toString('base64')}`, fontWeight };
  });
  Font.register({ family: nameOf(family), fonts });
}

let ready: Promise<void> | undefined;

/** Registers the embedded fonts once. No word is ever hyphenated: half a drug name or half a number is another one. */
export function loadFonts(): Promise<void> {
  ready ??= (async () => {
    Font.registerHyphenationCallback((word) => [word]);
    for (const family of [...VOICES.sans, ...VOICES.mono]) {
      register(family);
      for (const fontWeight of WEIGHTS) {
        await Font.load({ fontFamily: nameOf(family), fontWeight });
        knowEveryCharacter(nameOf(family), fontWeight);
        rememberTexts(nameOf(family), fontWeight);
      }
    }
  })();
  return ready;
}

/**
 * The library keeps each glyph as it first met it, and meets the point inside a colon without knowing that it is a
 * point: a point printed later would read back as nothing, and the bytes of a page would depend on the pages before it.
 */
function knowEveryCharacter(fontFamily: string, fontWeight: number): void {
  const font = fontOf(fontFamily, fontWeight);
  const known: readonly number[] = font.characterSet;
  for (const codePoint of known.toSorted((a, b) => a - b)) font.glyphForCodePoint(codePoint);
}

/** Texts of a font whose glyphs are kept: a sheet has about 120 of them, most of them on every sheet. */
const KEPT = 1_000;

/**
 * Finding the glyphs of a text and the places of its marks takes a fifth of the time of a label, for texts that are
 * mostly the same on every form. What is handed out is a copy, since a layout may move it.
 */
function rememberTexts(fontFamily: string, fontWeight: number): void {
  const font = fontOf(fontFamily, fontWeight);
  const layout = font.layout.bind(font);
  const kept = new Map<string, ReturnType<typeof layout>>();
  font.layout = (...asked: Parameters<typeof layout>) => {
    const key = JSON.stringify(asked);
    let run = kept.get(key);
    if (run === undefined) {
      if (kept.size === KEPT) kept.clear();
      run = layout(...asked);
      kept.set(key, run);
    }
    const own = { glyphs: [...run.glyphs], positions: run.positions.map((p: object) => ({ ...p })) };
    return Object.assign(Object.create(Object.getPrototypeOf(run)), run, own);
  };
}

function fontOf(fontFamily: string, fontWeight: number) {
  const font = Font.getFont({ fontFamily, fontWeight })?.data;
  if (!font || !('hasGlyphForCodePoint' in font)) throw new Error(`${fontFamily} is not loaded`);
  return font;
}

function has(familyName: string, codePoint: number): boolean {
  return fontOf(familyName, 400).hasGlyphForCodePoint(codePoint);
}

/** The families that print these texts, fewest first. Refuses a character that no embedded font has. Load the fonts before. */
export function familiesFor(voice: Voice, texts: Iterable<string>): Result<string[]> {
  const characters = new Set<string>();
  for (const text of texts) for (const c of text) characters.add(c);
  const families = VOICES[voice].map(nameOf);
  const needed = new Set(families.slice(0, 1));
  for (const c of characters) {
    const first = families.find((f) => has(f, c.codePointAt(0) ?? 0));
    if (first === undefined) return fail(issue('glyph-missing', c, LETTERS[voice]));
    needed.add(first);
  }
  return ok(families.filter((f) => needed.has(f)));
}

export interface Outlines {
  /** in parts of the size */
  readonly width: number;
  readonly glyphs: readonly { readonly x: number; readonly commands: readonly Command[] }[];
}
interface Command {
  readonly command: string;
  readonly args: readonly number[];
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;

/**
 * The outlines of a line of text, bold, from left to right as it is read on paper: for a printer that has no such letters.
 * Throws for a character that no embedded font has: `familiesFor` refuses it before.
 */
export function outlinesOf(text: string): Outlines {
  const runs: { family: string; text: string }[] = [];
  for (const c of text) {
    const family = VOICES.sans.map(nameOf).find((f) => has(f, c.codePointAt(0) ?? 0));
    if (family === undefined) throw new Error('a character without a font');
    const last = runs.at(-1);
    if (last?.family === family) last.text += c;
    else runs.push({ family, text: c });
  }
  const glyphs: Outlines['glyphs'][number][] = [];
  let width = 0;
  for (const run of RIGHT_TO_LEFT.test(text) ? runs.toReversed() : runs) {
    const font = fontOf(run.family, 600);
    const em = font.unitsPerEm;
    const { glyphs: drawn, positions } = font.layout(run.text);
    for (const [i, glyph] of drawn.entries()) {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[i] ?? {};
      glyphs.push({
        x: width + xOffset / em,
        commands: (glyph.path.commands as Command[]).map(({ command, args }) => ({
          command,
          args: args.map((value, n) => (value + (n % 2 === 1 ? yOffset : 0)) / em),
        })),
      });
      width += xAdvance / em;
    }
  }
  return { width, glyphs };
}
