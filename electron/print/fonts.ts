import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Font } from '@react-pdf/renderer';
import { fail, issue, ok, type Result } from '../../engine/result.ts';
import { sfntOf } from './sfnt.ts';

const load = createRequire(import.meta.url);

interface Family {
  readonly face: string;
  readonly subset: string;
}

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
export type Voice = keyof typeof VOICES;
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
    if (first === undefined)
      return fail(issue('glyph-missing', c, `characters of the embedded fonts (${families.join(', ')})`));
    needed.add(first);
  }
  return ok(families.filter((f) => needed.has(f)));
}
