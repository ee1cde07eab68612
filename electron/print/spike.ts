import { createElement as h } from 'react';
import { createRequire } from 'node:module';
import { Document, Page, Text, View, Svg, Path, Font, renderToBuffer, pdf } from '@react-pdf/renderer';
import bwip from 'bwip-js/node';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
const req = createRequire(import.meta.url);
import {sfntOf} from './sfnt.ts'; import {readFileSync} from 'node:fs';const f = (fam: string, sub: string, w: number) => 'data:font/ttf;base64,'+sfntOf(readFileSync(req.resolve(`@fontsource/${fam}/files/${fam}-${sub}-${w}-normal.woff`))).toString('base64');
const ext = process.argv.includes('ext');
Font.register({ family: 'S', fonts: [400, 600].map((w) => ({ src: f('ibm-plex-sans', 'latin', w), fontWeight: w })) });
Font.register({ family: 'X', fonts: [400, 600].map((w) => ({ src: f('ibm-plex-sans', 'latin-ext', w), fontWeight: w })) });
Font.register({ family: 'M', src: f('ibm-plex-mono', 'latin', 400) });
Font.registerHyphenationCallback((w) => [w]);
const raw = (t: string) => (bwip.raw({ bcid: 'datamatrix', text: t }) as any)[0];
console.log(Object.keys(raw('abc')), JSON.stringify(raw('abc')).slice(0, 300));
const lines = Array.from({ length: 22 }, (_, i) => `Line ${i} HYDROmorphone 0.2 mg every 10 min 12345`);
const doc = () => {
  const r = raw('MEN1|ORD-000123|1|L261203-07|7K3M-9QXT-WF4H');
  const n = r.pixx; let d = '';
  for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) if (r.pixs[y * n + x]) d += `M${x} ${y}h1v1h-1z`;
  const date = new Date(1780000000000);
  return h(Document, { creationDate: date, modificationDate: date } as any,
    h(Page, { size: [288, 144], style: { fontFamily: ext ? ['S', 'X'] : 'S', fontSize: 6 } } as any,
      ...lines.map((l, i) => h(Text, { key: i, style: { fontWeight: i % 2 ? 600 : 400 } } as any, l + (ext? ' Łukasz':''))),
      h(Text, { style: { fontFamily: 'M' } } as any, '7K3M-9QXT-WF4H'),
      h(Svg, { viewBox: `0 0 ${n} ${n}`, style: { width: 44, height: 44, position: 'absolute', right: 6, bottom: 6 } } as any, h(Path, { d, fill: 'black' } as any)),
    ));
};
for (let i = 0; i < 5; i++) await renderToBuffer(doc() as any);
const t: number[] = [];
let b: any;
for (let i = 0; i < 40; i++) { const a = performance.now(); b = await renderToBuffer(doc() as any); t.push(performance.now() - a); }
t.sort((a, b) => a - b);
console.log('p50', t[20], 'min', t[0], 'p90', t[36], b.length, createHash('sha256').update(b).digest('hex').slice(0, 12));
writeFileSync('/tmp/spike/a.pdf', b);
const font = Font.getFont({ fontFamily: 'S', fontWeight: 400 } as any)!.data as any;
console.log('digits', [...'0123456789'].map((c) => font.layout(c).positions[0].xAdvance), [...'−×÷≥≤–—°µ·…•→½\u00a0ŁáñΩЖ²☐'].map((c) => c + font.hasGlyphForCodePoint(c.codePointAt(0))).join(' '));
console.log(font.availableFeatures);
