import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Font } from '@react-pdf/renderer';
import { fail, issue, ok, type Result } from '../../engine/result.ts';
import { sfntOf } from './sfnt.ts';

const load = createRequire(import.meta.url);

/**
 * What is embedded. The first family of a voice covers almost every text; the ones after it are embedded only where a
 * text needs them. A script that none of them covers is refused, never printed as boxes: more scripts are more lines.
 */
const VOICES = {
  sans: { face: 'ibm-plex-sans', subsets: ['latin', 'latin-ext'], weights: [400, 600] },
  mono: { face: 'ibm-plex-mono', subsets: ['latin'], weights: [400, 600] },
} as const;
export type Voice = keyof typeof VOICES;

const family = (voice: Voice, subset: string): string => `${VOICES[voice].face}-${subset}`;

function register(voice: Voice): void {
  const { face, subsets, weights } = VOICES[voice];
  for (const subset of subsets) {
    const fonts = weights.map((fontWeight) => {
      const woff = readFileSync(
        load.resolve(`@fontsource/${face}/files/${face}-${subset}-${fontWeight}-normal.woff`),
      );
      return { src: `data:font/ttf;base64,${sfntOf(woff).toString('base64')}`, fontWeight };
    });
    Font.register({ family: family(voice, subset), fonts });
  }
}

let ready: Promise<void> | undefined;

/** Registers the embedded fonts once. No word is ever hyphenated: half a drug name or half a number is another one. */
export function loadFonts(): Promise<void> {
  ready ??= (async () => {
    Font.registerHyphenationCallback((word) => [word]);
    for (const voice of ['sans', 'mono'] as const) {
      register(voice);
      for (const subset of VOICES[voice].subsets)
        for (const fontWeight of VOICES[voice].weights) {
          await Font.load({ fontFamily: family(voice, subset), fontWeight });
          knowEveryCharacter(family(voice, subset), fontWeight);
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
  const families = VOICES[voice].subsets.map((s) => family(voice, s));
  let needed = 1;
  for (const c of characters) {
    const first = families.findIndex((f) => has(f, c.codePointAt(0) ?? 0));
    if (first < 0)
      return fail(
        issue(
          'glyph-missing',
          c,
          `characters of ${VOICES[voice].face} (${VOICES[voice].subsets.join(', ')})`,
        ),
      );
    needed = Math.max(needed, first + 1);
  }
  return ok(families.slice(0, needed));
}
