import { describe, expect, onTestFinished, test } from 'vitest';
import type { Dispatch } from '../../electron/dispatch.ts';
import { onThisMachine } from '../../electron/hosts/loopback/door.ts';
import { serveAt } from '../../electron/hosts/loopback/loopback.ts';
import { networkOf, stationEntry } from '../../electron/hosts/site/station-entry.ts';
import { builtRoot, call, codeOf, cookiesOf, echo, enrol, request } from './loopback-host.ts';

const refusing =
  (code: string, given: string | null = null): Dispatch =>
  async () => ({
    ok: false,
    failure: { code: 'refused', issues: [{ path: '', code, given, accepted: '' }] },
  });

/** A site's host without TLS, as 127.0.0.1 is served: TLS has its own tests, and this is about who comes in. */
async function site(dispatch: Dispatch = echo, now = () => 0) {
  const seen: unknown[][] = [];
  const served = await serveAt({
    dispatch: async (...all) => (seen.push(all), dispatch(...all)),
    root: builtRoot(),
    door: onThisMachine(0),
    entry: stationEntry((...all) => (seen.push(all), dispatch(...all)), now),
    log: () => undefined,
  });
  onTestFinished(() => served.close());
  return { port: served.port, seen };
}

const stationOf = async (port: number) => cookiesOf(await enrol(port))[0] ?? '';
const openAt = async (port: number, station: string) =>
  cookiesOf(await request(port, 'GET', '/', { cookie: station })).find((c) => !c.includes('-station-')) ?? '';

describe('a browser that is no station', () => {
  test('sees a page that asks for a code and a name, and no file of the screens', async () => {
    const { port } = await site();
    const page = await request(port, 'GET', '/');
    expect(page.body).toContain('Enrol this station');
    expect(page.headers['set-cookie']).toBeUndefined();
    expect((await request(port, 'GET', '/enrol.js')).status).toBe(200);
    for (const path of ['/assets/app-Ab3_x-9Z.js', '/assets/plain.css', '/index.html', '/enter.js'])
      expect([path, (await request(port, 'GET', path)).status]).toEqual([path, 401]);
  });

  test('calls nothing, whatever it carries', async () => {
    const { port, seen } = await site(refusing('station-not-enrolled'));
    for (const cookie of [undefined, `meniscus-station-${port}=guessed`, `meniscus-${port}=guessed`]) {
      const answer = await call(port, cookie, 'system.first-run');
      expect([answer.status, codeOf(answer)]).toEqual([401, 'station-not-enrolled']);
    }
    // Whether it is a station was asked, and why it is none, and nothing else.
    expect([...new Set(seen.map(([, name]) => name))]).toEqual(['session.me']);
  });

  test('gets no cookie for a code that is wrong', async () => {
    const { port } = await site(refusing('station-code-wrong'));
    const answer = await enrol(port);
    expect([answer.status, codeOf(answer), answer.headers['set-cookie']]).toEqual([
      403,
      'station-code-wrong',
      undefined,
    ]);
  });

  test('tries five codes at once, then one a minute', async () => {
    let now = 0;
    const { port, seen } = await site(refusing('station-code-wrong'), () => now);
    const tries = async () => codeOf(await enrol(port));
    for (let i = 0; i < 5; i += 1) expect(await tries()).toBe('station-code-wrong');
    expect([await tries(), seen.length]).toEqual(['too-many-attempts', 5]);
    now = 60_000;
    expect([await tries(), await tries()]).toEqual(['station-code-wrong', 'too-many-attempts']);
  });
});

describe('a station', () => {
  test('carries a secret that no script and no other site can use, for as long as browsers keep one', async () => {
    const { port } = await site();
    const [value, ...attributes] = ((await enrol(port)).headers['set-cookie'] ?? '').split('; ');
    expect(value).toMatch(new RegExp(`^meniscus-station-${port}=[\\w-]{43}$`));
    expect(attributes).toEqual(['Max-Age=34560000', 'HttpOnly', 'SameSite=Strict', 'Path=/']);
  });

  test('opens a window of its own, and the dispatcher knows both by digests alone', async () => {
    const { port, seen } = await site();
    const station = await stationOf(port);
    const window = await openAt(port, station);
    await call(port, `${station}; ${window}`, 'order.list');
    const [session] = seen.at(-1) as [{ key: string; enrolled: string }];
    expect(session.key).toMatch(/^[\da-f]{64}$/);
    expect(session.enrolled).toMatch(/^[\da-f]{64}$/);
    expect(JSON.stringify(seen)).not.toContain(station.split('=')[1]);
    expect(JSON.stringify(seen)).not.toContain(window.split('=')[1]);
  });

  test('uses no window of another station', async () => {
    const { port, seen } = await site();
    const [one, other] = [await stationOf(port), await stationOf(port)];
    const window = await openAt(port, one);
    const keyOf = async (cookie: string) => {
      await call(port, cookie, 'session.me');
      return (seen.at(-1) as [{ key: string }])[0].key;
    };
    expect(await keyOf(`${one}; ${window}`)).toBe(await keyOf(`${one}; ${window}`));
    expect(await keyOf(`${other}; ${window}`)).not.toBe(await keyOf(`${one}; ${window}`));
    expect((await call(port, window, 'session.me')).status).toBe(401);
  });

  test('whose host was started again goes on in a window that is new', async () => {
    const { port } = await site();
    const station = await stationOf(port);
    const answer = await call(port, `${station}; meniscus-${port}=${'A'.repeat(43)}`, 'session.me');
    expect(answer.status).toBe(200);
    expect(cookiesOf(answer)).toHaveLength(2);
  });

  test.each(['station-withdrawn', 'station-not-enrolled'])(
    'that is refused as %s sees the way in again',
    async (code) => {
      let isOut = false;
      const { port } = await site(async (...all) =>
        isOut && all[1] !== 'station.enrol' ? refusing(code)(...all) : echo(...all),
      );
      const station = await stationOf(port);
      const cookie = `${station}; ${await openAt(port, station)}`;
      isOut = true;
      expect(codeOf(await call(port, cookie, 'order.list'))).toBe(code);
      expect((await request(port, 'GET', '/', { cookie })).body).toContain('Enrol this station');
      expect((await request(port, 'GET', '/assets/plain.css', { cookie })).status).toBe(401);
    },
  );

  test('that was withdrawn is told so in words on that page, and another browser nothing', async () => {
    let isOut = false;
    const { port } = await site(async (...all) =>
      isOut && all[1] !== 'station.enrol'
        ? refusing('station-withdrawn', 'Room <2>, by Ada Chief, 2026-12-01 14:03')(...all)
        : echo(...all),
    );
    const cookie = await stationOf(port);
    isOut = true;
    const { body } = await request(port, 'GET', '/', { cookie });
    expect(body).toContain('was withdrawn (Room &lt;2&gt;, by Ada Chief, 2026-12-01 14:03)');
    expect((await request(port, 'GET', '/')).body).not.toContain('withdrawn');
  });

  test('whose data file does not answer is not thrown out for it', async () => {
    let isBroken = false;
    const { port } = await site(async (...all) =>
      isBroken ? { ok: false, failure: { code: 'internal', incident: 'x' } } : echo(...all),
    );
    const station = await stationOf(port);
    isBroken = true;
    expect((await request(port, 'GET', '/', { cookie: station })).body).not.toContain('Enrol this station');
  });
});

test.each([
  ['192.168.1.7', '192.168.1.7'],
  ['::ffff:192.168.1.7', '::ffff:192.168.1.7'],
  ['2001:db8::1:2:3', '2001:db8:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
])('guesses from %s are counted with those of %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
