import { describe, expect, test } from 'vitest';
import { call, codeOf, cookieOf, echo, enter, entered, host, request } from './loopback-host.ts';

const valueOf = (body: string) =>
  (JSON.parse(body) as { value: { key: string; name: string; input: unknown; station: string } }).value;

describe('the one-time token', () => {
  test('stands behind "#", where no request carries it, and has 256 bits', async () => {
    const { url, token, port } = await host();
    expect(url).toBe(`http://127.0.0.1:${port}/#${token}`);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });

  test('is exchanged for a cookie that no script and no other site can use', async () => {
    const { token, port } = await host();
    const answer = await enter(port, token);
    expect(answer.status).toBe(200);
    const [value, ...attributes] = (answer.headers['set-cookie'] ?? '').split('; ');
    expect(value).toMatch(new RegExp(`^meniscus-${port}=[\\w-]{43}$`));
    expect(attributes).toEqual(['HttpOnly', 'SameSite=Strict', 'Path=/']);
    expect(value).not.toContain(token);
  });

  test('works once: a replay is refused and gets no cookie', async () => {
    const { token, port } = await host();
    await enter(port, token);
    const replay = await enter(port, token);
    expect([replay.status, codeOf(replay), replay.headers['set-cookie']]).toEqual([401, 'token', undefined]);
  });

  test.each([[''], ['wrong'], [null], [7], [{}], [['token']]])(
    'a wrong token %j is refused and spends nothing',
    async (wrong) => {
      const { token, port } = await host();
      expect((await enter(port, wrong)).status).toBe(401);
      expect((await enter(port, token)).status).toBe(200);
    },
  );

  test('is not spent by a visit, a HEAD, or a foreign page', async () => {
    const { token, port } = await host();
    await request(port, 'GET', `/?token=${token}`);
    await request(port, 'HEAD', `/?token=${token}`);
    expect((await enter(port, token, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await enter(port, token)).status).toBe(200);
  });
});

describe('without the cookie', () => {
  test('a command is refused and never reaches the dispatcher', async () => {
    const seen: unknown[] = [];
    const { port } = await host({ dispatch: async (...all) => (seen.push(all), echo(...all)) });
    const answer = await call(port, undefined, 'session.me');
    expect([answer.status, codeOf(answer), seen]).toEqual([401, 'no-session', []]);
  });

  test.each([['/assets/app-Ab3_x-9Z.js'], ['/index.html'], ['/nothing']])(
    '%s is not served',
    async (path) => {
      const { port } = await host();
      expect((await request(port, 'GET', path)).status).toBe(401);
    },
  );

  test('"/" is a page that holds nothing but the way in, under the same policy', async () => {
    const { port } = await host();
    const answer = await request(port, 'GET', '/');
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('/enter.js');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('the session', () => {
  test('a reload keeps working', async () => {
    const { port, cookie } = await entered();
    for (let i = 0; i < 3; i += 1)
      expect((await request(port, 'GET', '/', { cookie })).body).toContain('<title>Meniscus</title>');
  });

  test('its key comes from the cookie, is the same each time, and does not open a session', async () => {
    const { port, cookie } = await entered({ station: 'room-2' });
    const first = valueOf((await call(port, cookie, 'session.me')).body);
    expect(first).toMatchObject({ name: 'session.me', input: {}, station: 'room-2' });
    expect(valueOf((await call(port, cookie, 'order.list')).body).key).toBe(first.key);
    expect(cookie).not.toContain(first.key);
    expect((await call(port, `meniscus-${port}=${first.key}`, 'session.me')).status).toBe(401);
  });

  test('a cookie that was planted before is neither taken nor in the way (fixation, tossing)', async () => {
    const { port, token } = await host();
    const planted = `meniscus-${port}=${'A'.repeat(43)}`;
    const cookie = cookieOf(await enter(port, token, { cookie: planted }));
    expect(cookie).not.toBe(planted);
    expect((await call(port, planted, 'session.me')).status).toBe(401);
    expect((await call(port, `${planted}; ${cookie}`, 'session.me')).status).toBe(200);
  });

  test('signing in makes a new cookie and key; the old cookie ends with the first use of the new', async () => {
    const { port, cookie } = await entered();
    const before = valueOf((await call(port, cookie, 'session.me')).body).key;
    const answer = await call(port, cookie, 'session.sign-in', { username: 'a', password: 'b' });
    const fresh = cookieOf(answer);
    expect(fresh).not.toBe(cookie);
    const inside = valueOf(answer.body).key;
    expect(inside).not.toBe(before);
    // The answer may get lost: until the new cookie comes, the old one opens its old session, in which nobody is signed in.
    expect(valueOf((await call(port, cookie, 'session.me')).body).key).toBe(before);
    expect(valueOf((await call(port, fresh, 'session.me')).body).key).toBe(inside);
    expect((await call(port, cookie, 'session.me')).status).toBe(401);
  });

  test('who was signed in at this window before is signed out', async () => {
    const seen: [string, unknown][] = [];
    const { port, cookie } = await entered({
      dispatch: async (...all) => (seen.push([all[0].key, all[1]]), echo(...all)),
    });
    const before = valueOf((await call(port, cookie, 'session.me')).body).key;
    await call(port, cookie, 'session.sign-in');
    expect(seen.at(-1)).toEqual([before, 'session.sign-out']);
  });

  test('the first run signs in, so it makes a new cookie too', async () => {
    const { port, cookie } = await entered();
    expect(cookieOf(await call(port, cookie, 'system.first-run'))).toMatch(/^meniscus-/);
  });

  test('a sign-in that fails leaves the cookie as it was', async () => {
    const { port, cookie } = await entered({
      dispatch: async () => ({ ok: false, failure: { code: 'not-signed-in' } }),
    });
    const answer = await call(port, cookie, 'session.sign-in');
    expect([answer.status, answer.headers['set-cookie']]).toEqual([200, undefined]);
    expect((await call(port, cookie, 'session.me')).status).toBe(200);
  });
});
