import { expect, onTestFinished, test } from 'vitest';
import { seriousViolations } from './axe.ts';
import { launchChromium } from './chromium.ts';

const screen = (main: string) =>
  `<!doctype html><html lang="en"><title>Screen</title><body><main>${main}</main></body></html>`;
const PALE = '<p style="color: #ccc; background: #fff">pale</p>';
const SCREENS: Readonly<Record<string, string>> = {
  '/clean': screen('<p>clear</p>'),
  '/wrong': screen(`${PALE}<img src="data:,"><iframe title="inner" src="/inner"></iframe>`),
  '/inner': screen(PALE),
};

// 1.6:1 is below the 4.5:1 of WCAG 1.4.3, and 1.1.1 asks for words beside a picture.
test('a pale text and a picture without words are told, also in a frame; a screen without them is clean', async () => {
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.route('http://screens.test/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: SCREENS[new URL(route.request().url()).pathname] ?? '' }),
  );
  await page.goto('http://screens.test/clean');
  expect(await seriousViolations(page)).toEqual([]);
  await page.goto('http://screens.test/wrong');
  const told = await seriousViolations(page);
  expect(told.map((line) => line.split(': ').slice(0, 2).join(': ')).toSorted()).toEqual([
    'color-contrast: iframe p',
    'color-contrast: p',
    'image-alt: img',
  ]);
});
