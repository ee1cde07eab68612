/**
 * The first refused field on the screen, in a dialog before what is behind it, is where the next key goes, unless somebody
 * has begun to type elsewhere meanwhile.
 */
export function toRefused(): void {
  const before = document.activeElement;
  // After what was refused has been drawn, and a dialog that closed for it has given the focus back.
  setTimeout(() => {
    const now = document.activeElement;
    if (now !== before && now?.matches('input, select, textarea')) return;
    const at = [...document.querySelectorAll<HTMLElement>(`[data-refused] :is(input, select, textarea)`)];
    const field = at.find((x) => x.closest('[role="dialog"]') !== null) ?? at[0];
    field?.focus({ preventScroll: true });
    // With its refusal, and no further: what is around the scrolled part stays where it is.
    field?.closest('[data-refused]')?.scrollIntoView({ block: 'nearest' });
  }, DRAWN_MS);
}
const DRAWN_MS = 80;
