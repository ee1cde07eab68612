import type { Page } from 'playwright-core';

/** Every address that a window asks for or goes to from now on; the titles are taken where `look` is called. */
export function watchAddresses(page: Page): { readonly seen: Set<string>; look: () => Promise<void> } {
  const seen = new Set<string>();
  page.on('request', (request) => seen.add(request.url()));
  page.on('framenavigated', (frame) => seen.add(frame.url()));
  return {
    seen,
    look: async () => {
      seen.add(page.url());
      seen.add(await page.title());
    },
  };
}
