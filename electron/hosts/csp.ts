import { randomBytes } from 'node:crypto';

/**
 * The one content security policy, on every host and on every answer (a worker obeys its own answer's header).
 * `styleNonce` belongs to the page alone: Mantine and react-remove-scroll put `<style>` elements into it, each with the
 * nonce they are given, so 'unsafe-inline' is not needed. React's style properties go through the CSSOM, which no
 * policy blocks.
 */
export function contentSecurityPolicy(styleNonce?: string): string {
  const styles = styleNonce === undefined ? "'self'" : `'self' 'nonce-${styleNonce}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    // Barcodes are drawn to data URLs, rendered pages to blobs.
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    // pdfjs draws the preview in a worker. Its WebAssembly serves JPEG 2000, JBIG2 and colour profiles, which our own
    // PDFs do not have: 'wasm-unsafe-eval' stays out. Nothing is framed, so neither do blob: frames come in.
    "worker-src 'self' blob:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const newNonce = (): string => randomBytes(16).toString('base64url');

/** Headers of every answer that carries something to a window. */
export const securityHeaders = (styleNonce?: string): Record<string, string> => ({
  'content-security-policy': contentSecurityPolicy(styleNonce),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
});
