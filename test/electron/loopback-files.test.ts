import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../electron/hosts/csp.ts';
import { serve } from '../../electron/hosts/loopback/loopback.ts';
import { call, codeOf, echo, entered, request, onEachHost } from './loopback-host.ts';

onEachHost(() => {
  describe('files', () => {
    test.each([
      ['/../secret.json'],
      ['/assets/../../secret.json'],
      ['/..%2fsecret.json'],
      ['/%2e%2e/secret.json'],
      ['/..\\secret.json'],
      ['/%5c..%5csecret.json'],
      ['/assets/..%252f..%252fsecret.json'],
      ['/etc/passwd'],
      ['/assets/app-Ab3_x-9Z.js%00.css'],
    ])('%s leads nowhere', async (path) => {
      const { port, cookie } = await entered();
      const answer = await request(port, 'GET', path, { cookie });
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found']);
      expect(answer.body).not.toContain('secret":true');
    });

    test.each([['/assets'], ['/assets/'], ['/order/7'], ['/index.html'], ['/__proto__'], ['/constructor']])(
      '%s is no file: no listing, no fallback to the page',
      async (path) => {
        const { port, cookie } = await entered();
        expect((await request(port, 'GET', path, { cookie })).status).toBe(404);
      },
    );

    test('the page is not kept, a hashed file is kept for ever, another file is not', async () => {
      const { port, cookie } = await entered();
      const cache = async (path: string) =>
        (await request(port, 'GET', path, { cookie })).headers['cache-control'];
      expect(await cache('/')).toBe('no-store');
      expect(await cache('/assets/app-Ab3_x-9Z.js')).toBe('public, max-age=31536000, immutable');
      expect(await cache('/assets/plain.css')).toBe('no-store');
      expect((await call(port, cookie, 'session.me')).headers['cache-control']).toBe('no-store');
    });

    test('HEAD answers as GET does, without the body', async () => {
      const { port, cookie } = await entered();
      const [head, get] = [
        await request(port, 'HEAD', '/assets/plain.css', { cookie }),
        await request(port, 'GET', '/assets/plain.css', { cookie }),
      ];
      expect([head.status, head.body, head.headers['content-length']]).toEqual([
        200,
        '',
        get.headers['content-length'],
      ]);
      expect(get.body).toBe('body{}');
    });

    test('screens that are not built are refused at start', async () => {
      await expect(serve({ dispatch: echo, root: '/nowhere', port: 0, log: () => {} })).rejects.toThrow(
        'npm run build',
      );
    });
  });

  describe('headers of every answer', () => {
    test.each([['/'], ['/assets/app-Ab3_x-9Z.js'], ['/nothing'], ['/call']])('%s', async (path) => {
      const { port, cookie } = await entered();
      const { headers } = await request(port, 'GET', path, { cookie });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['content-security-policy']?.replace(/ 'nonce-[\w-]+'/, '')).toBe(
        contentSecurityPolicy(),
      );
      expect(headers.server ?? headers['x-powered-by']).toBeUndefined();
    });

    test('the policy lets in nothing from elsewhere and no inline script or style', () => {
      const policy = contentSecurityPolicy('n');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("style-src 'self' 'nonce-n';");
      for (const directive of ['base-uri', 'form-action', 'frame-ancestors', 'object-src', 'frame-src'])
        expect(policy).toContain(`${directive} 'none'`);
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    });

    test('the page has a style nonce of its own each time', async () => {
      const { port, cookie } = await entered();
      const nonces = new Set<string>();
      for (let i = 0; i < 2; i += 1) {
        const { headers, body } = await request(port, 'GET', '/', { cookie });
        const nonce = /<meta name="style-nonce" nonce="([\w-]{22})">/.exec(body)?.[1] ?? 'none';
        expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
        nonces.add(nonce);
      }
      expect(nonces.size).toBe(2);
    });
  });
});
