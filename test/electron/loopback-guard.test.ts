import { describe, expect, test } from 'vitest';
import { at, call, codeOf, echo, entered, type Headers, raw, request, onEachHost } from './loopback-host.ts';

/** A window on a host whose dispatcher notes that it was reached. */
async function watched() {
  const reached: unknown[] = [];
  const window = await entered({ dispatch: async (...all) => (reached.push(all[1]), echo(...all)) });
  return { ...window, reached };
}

onEachHost(() => {
  describe('Host (DNS rebinding)', () => {
    test.each([
      ['evil.example'],
      ['evil.example:PORT'],
      ['127.0.0.1'],
      ['127.0.0.1:1'],
      ['127.0.0.1.evil.example:PORT'],
      ['[::1]:PORT'],
      ['0.0.0.0:PORT'],
      [''],
    ])('"%s" is refused for a command and for a file', async (name) => {
      const { port, cookie, reached } = await watched();
      const foreign = name.replace('PORT', String(port));
      const answer = await call(
        port,
        cookie,
        'session.me',
        {},
        { host: foreign, origin: `${at().scheme}://${foreign}` },
      );
      expect([answer.status, codeOf(answer)]).toEqual([421, 'foreign-host']);
      expect((await request(port, 'GET', '/', { cookie, host: foreign })).status).toBe(421);
      expect(reached).toEqual([]);
    });

    test('two Host headers, or none, are refused', async () => {
      const { port } = await entered();
      expect(
        (await raw(port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\n\r\n`)).status,
      ).toBeGreaterThanOrEqual(400);
      expect((await raw(port, 'GET / HTTP/1.0\r\n\r\n')).status).toBe(421);
      expect((await raw(port, 'GET / HTTP/1.1\r\n\r\n')).status).toBe(400);
    });

    test('localhost is ours too', async () => {
      const { port, cookie } = await entered();
      const own = { host: `localhost:${port}`, origin: `${at().scheme}://localhost:${port}` };
      expect((await call(port, cookie, 'session.me', {}, own)).status).toBe(200);
    });
  });

  describe('Origin', () => {
    test.each([
      ['http://evil.example'],
      ['null'],
      ['OURS://127.0.0.1:1'],
      ['OTHER://127.0.0.1:PORT'],
      ['OURS://localhost:PORT'],
      ['OURS://127.0.0.1:PORT.evil.example'],
      [''],
    ])('"%s" is refused', async (origin) => {
      const { port, cookie, reached } = await watched();
      const { scheme, other } = at();
      const sent = origin.replace('PORT', String(port)).replace('OURS', scheme).replace('OTHER', other);
      const answer = await call(port, cookie, 'session.me', {}, { origin: sent });
      expect([answer.status, codeOf(answer), reached]).toEqual([403, 'foreign-origin', []]);
    });

    test.each<[string, Headers]>([
      ['a page on another port, which is the same site', { 'sec-fetch-site': 'same-site' }],
      ['a page elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ])('%s is refused even without an Origin', async (_, headers) => {
      const { port, cookie, reached } = await watched();
      expect((await call(port, cookie, 'session.me', {}, { origin: undefined, ...headers })).status).toBe(
        403,
      );
      const script = { cookie, ...headers, 'sec-fetch-mode': 'no-cors' };
      expect((await request(port, 'GET', '/assets/app-Ab3_x-9Z.js', script)).status).toBe(403);
      expect(reached).toEqual([]);
    });

    test('a link to the address may stand anywhere', async () => {
      const { port } = await entered();
      expect(
        (await request(port, 'GET', '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }))
          .status,
      ).toBe(200);
    });

    test('no answer allows another origin to read it', async () => {
      const { port, cookie } = await entered();
      for (const answer of [
        await call(port, cookie, 'session.me'),
        await request(port, 'GET', '/', { cookie }),
      ])
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    });
  });

  describe('the bell', () => {
    test('is answered to anybody who comes by our name, before any work, and says nothing', async () => {
      const { port, reached } = await watched();
      const answer = await request(port, 'GET', '/alive');
      expect([answer.status, answer.body, answer.headers['set-cookie'], reached]).toEqual([
        204,
        '',
        undefined,
        [],
      ]);
      expect((await request(port, 'POST', '/alive', {}, '{}')).status).toBe(405);
      expect((await request(port, 'GET', '/alive', { host: 'evil.example' })).status).toBe(421);
      const foreign = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
      expect((await request(port, 'GET', '/alive', foreign)).status).toBe(403);
    });
  });

  describe('methods', () => {
    test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
      '%s /call is refused',
      async (method) => {
        const { port, cookie, reached } = await watched();
        const answer = await request(port, method, '/call?name=session.me&input={}', { cookie });
        expect([answer.status, answer.headers.allow, reached]).toEqual([405, 'POST', []]);
      },
    );

    test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s / is refused', async (method) => {
      const { port, cookie } = await entered();
      const answer = await request(port, method, '/', { cookie }, '{}');
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
    });

    test('a header does not change the method', async () => {
      const { port, cookie } = await entered();
      expect((await request(port, 'GET', '/call', { cookie, 'x-http-method-override': 'POST' })).status).toBe(
        405,
      );
    });

    test('a tunnel and an upgrade are not served', async () => {
      const { port, cookie, reached } = await watched();
      const tunnel = await raw(
        port,
        `CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
        true,
      );
      expect(tunnel.status === 0 || tunnel.status >= 400).toBe(true);
      const upgrade = await request(port, 'GET', '/call', {
        cookie,
        connection: 'Upgrade',
        upgrade: 'websocket',
      });
      expect([upgrade.status, reached]).toEqual([405, []]);
    });
  });

  describe('content type', () => {
    test.each([
      ['text/plain'],
      ['application/x-www-form-urlencoded'],
      ['multipart/form-data; boundary=x'],
      ['application/json-patch+json'],
      ['application/json; charset=utf-16'],
      [''],
      [undefined],
    ])('"%s" is refused', async (type) => {
      const { port, cookie, reached } = await watched();
      const answer = await call(port, cookie, 'session.me', {}, { 'content-type': type });
      expect([answer.status, codeOf(answer), reached]).toEqual([415, 'content-type', []]);
    });

    test('a compressed body is refused', async () => {
      const { port, cookie } = await entered();
      expect((await call(port, cookie, 'session.me', {}, { 'content-encoding': 'gzip' })).status).toBe(415);
    });
  });

  describe('the request line', () => {
    test.each([['http://evil.example/'], ['//evil.example/'], ['*'], [`/${'a'.repeat(3_000)}`]])(
      'refused, row %#',
      async (target) => {
        const { port, cookie } = await entered();
        expect((await request(port, 'GET', target, { cookie })).status).toBe(400);
      },
    );
  });
});
