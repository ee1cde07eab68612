import { createCanvas, loadImage } from '@napi-rs/canvas';
import { zplToBase64MultipleAsync } from 'zpl-renderer-js';
import type { Picture } from '../picture.ts';

/** Labels as a printer would print them, drawn by an independent ZPL renderer (8 or 12 dots to the millimetre). */
export async function zplPictures(
  zpl: string,
  { width, height }: { width: number; height: number },
  dpi: 203 | 300,
): Promise<Picture[]> {
  const dotsPerMm = dpi === 203 ? 8 : 12;
  // In dots of the label, not of the inch: 812 dots at 8 to the millimetre.
  const millimetres = (points: number) => Math.round((points * dpi) / 72) / dotsPerMm;
  const drawn = await zplToBase64MultipleAsync(zpl, millimetres(width), millimetres(height), dotsPerMm);
  return Promise.all(
    drawn.map(async (png) => {
      const image = await loadImage(Buffer.from(png, 'base64'));
      const canvas = createCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      return { data, width: image.width, height: image.height };
    }),
  );
}
