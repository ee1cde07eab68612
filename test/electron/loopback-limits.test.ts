import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Dispatch } from '../../electron/dispatch.ts';
import { attempts } from '../../electron/hosts/loopback/attempts.ts';
import {
  call,
  codeOf,
  connect,
  renewed,
  echo,
  enter,
  entered,
  host,
  raw,
  request,
  onEachHost,
} from './loopback-host.ts';

const MIB = 1_048_576;
const refusing: Dispatch = async () => ({ ok: false, failure: { code: 'not-signed-in' } });

const padded = (bytes: number) => {
  const body = JSON.stringify({ name: 'x', input: '' });
  return body.replace('""', `"${'a'.repeat(bytes - body.length)}"`);
};

/** Sends a beginning, waits until the host ends the connection, and tells the status that it sent. */
const held = (port: number, text: string) =>
  new Promise<string>((resolve) => {
    let got = '';
    const socket = connect(port, () => socket.write(text));
    socket.on('data', (data) => (got += data.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(got.slice(9, 12)));
  });

/** Opens a connection that says this and nothing more. */
const halfOpen = (port: number, text = '') =>
  new Promise<Socket>((resolve) => {
    const socket = connect(port, () => {
      socket.write(text);
      resolve(socket);
    });
    socket.on('error', () => {});
    // Cut while it was still shaking hands, it has said nothing, and is one more of those that do not.
    socket.on('close', () => resolve(socket));
    socket.resume();
  });

onEachHost(() => {
  describe('body', () => {
    test('1 MiB is read, one byte more is refused', async () => {
      const { port, cookie } = await entered();
      expect((await request(port, 'POST', '/call', { cookie }, padded(MIB))).status).toBe(200);
      const answer = await request(port, 'POST', '/call', { cookie }, padded(MIB + 1));
      expect([answer.status, codeOf(answer), answer.headers.connection]).toEqual([
        413,
        'body-too-large',
        'close',
      ]);
    });

    test('a length that is not told is counted', async () => {
      const { port, cookie } = await entered();
      const chunk = `${(65_536).toString(16)}\r\n${'a'.repeat(65_536)}\r\n`;
      const head = `POST /call HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
      expect((await raw(port, `${head}${chunk.repeat(17)}0\r\n\r\n`)).status).toBe(413);
    });

    test('a body that has no end is answered at eight times the limit', async () => {
      const { port, cookie } = await entered({ limits: { body: 1_000, requestMs: 60_000 } });
      const head = `POST /call HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
      expect(await held(port, `${head}${(8_001).toString(16)}\r\n${'a'.repeat(8_001)}\r\n`)).toBe('413');
    });

    test('without a session not even a small body is read', async () => {
      const { port } = await host();
      const answer = await raw(
        port,
        `POST /call HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n`,
      );
      expect([answer.status, answer.headers.connection]).toEqual([401, 'close']);
    });

    test.each([
      [''],
      ['{'],
      ['[]'],
      ['"text"'],
      ['null'],
      ['{"name":"x"}'],
      ['{"input":{}}'],
      ['{"name":"x","input":{},"role":"supervisor"}'],
      ['{"name":"x","__proto__":{}}'],
      ['\u0000'],
      [`${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ])('refused, row %#', async (body) => {
      const { port, cookie } = await entered();
      const answer = await request(port, 'POST', '/call', { cookie }, body);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'body']);
    });

    test('bytes that are not UTF-8 are refused, not replaced', async () => {
      const { port, cookie } = await entered();
      const body = Buffer.from('{"name":"x","input":"\xff"}', 'latin1');
      const head = `POST /call HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
      expect((await raw(port, Buffer.concat([Buffer.from(head), body]))).status).toBe(400);
    });

    test('a name or an input of any shape goes to the dispatcher, which names the failure', async () => {
      const { port, cookie } = await entered();
      for (const name of ['no.such', 7, null, ['x'], { a: 1 }])
        expect((await call(port, cookie, name, null)).status).toBe(200);
    });
  });

  describe('sign-in', () => {
    test('after the failures allowed at once the dispatcher is not asked any more', async () => {
      let asked = 0;
      const { port, cookie } = await entered({
        dispatch: async (...all) => ((asked += 1), refusing(...all)),
        limits: { failedSignIns: 3, secondsPerSignIn: 600 },
      });
      for (let i = 0; i < 3; i += 1) expect((await call(port, cookie, 'session.sign-in')).status).toBe(200);
      const answer = await call(port, cookie, 'session.sign-in');
      expect([answer.status, codeOf(answer), asked]).toEqual([429, 'too-many-attempts', 3]);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(500);
      expect((await call(port, cookie, 'session.me')).status).toBe(200);
    });

    test('tries at the same time count while they are under way', async () => {
      const waiting: (() => void)[] = [];
      const slow: Dispatch = async (...all) => (
        await new Promise<void>((resolve) => waiting.push(resolve)),
        refusing(...all)
      );
      const { port, cookie } = await entered({
        dispatch: slow,
        limits: { failedSignIns: 2, secondsPerSignIn: 600 },
      });
      const all = Array.from({ length: 6 }, () => call(port, cookie, 'session.sign-in'));
      const late = await Promise.race(all);
      expect(late.status).toBe(429);
      expect(waiting).toHaveLength(2);
      for (const go of waiting) go();
      expect((await Promise.all(all)).filter((a) => a.status === 429)).toHaveLength(4);
    });

    test('success does not count', async () => {
      const { port, cookie } = await entered({ limits: { failedSignIns: 2, secondsPerSignIn: 600 } });
      let current = cookie;
      for (let i = 0; i < 5; i += 1) {
        const answer = await call(port, current, 'session.sign-in');
        expect(answer.status).toBe(200);
        current = renewed(current, answer);
      }
    });

    test('a failure is forgiven after its time', () => {
      let now = 0;
      const attempt = attempts(2, 6, () => now);
      expect([attempt().ok, attempt().ok, attempt()]).toEqual([true, true, { ok: false, waitSeconds: 6 }]);
      now = 6_000;
      expect([attempt().ok, attempt().ok]).toEqual([true, false]);
    });
  });

  describe('time', () => {
    test('slow headers and slow bodies are cut off', async () => {
      const { port, cookie } = await entered({ limits: { headersMs: 300, requestMs: 600 } });
      const headers = await held(port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: `);
      expect(headers).toBe('408');
      await held(
        port,
        `POST /call HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
      );
    });

    test('closing waits for a command that is being carried out', async () => {
      const calls = new EventEmitter();
      const reached = once(calls, 'call');
      let isFinished = false;
      const slow: Dispatch = async (...all) => {
        calls.emit('call');
        await new Promise((resolve) => setTimeout(resolve, 300));
        isFinished = true;
        return echo(...all);
      };
      const { loopback, port, cookie } = await entered({ dispatch: slow, limits: { closeMs: 50 } });
      const answer = call(port, cookie, 'order.save').catch(() => undefined);
      await reached;
      await loopback.close();
      expect(isFinished).toBe(true);
      await answer;
    });
  });

  describe('connections', () => {
    test.each([
      ['nothing', ''],
      ['half a request', 'GET / HTTP/1.1\r\nHost: 127'],
      [
        'a request without its body',
        'POST /enter HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{',
      ],
    ])('hundreds that say %s hold up nobody, and are cut', async (_, text) => {
      const { port, cookie } = await entered({
        limits: { waiting: 20, headersMs: 600_000, requestMs: 600_000 },
      });
      const sockets = await Promise.all(
        Array.from({ length: 300 }, () => halfOpen(port, text.replace('PORT', String(port)))),
      );
      for (let i = 0; i < 20; i += 1) expect((await call(port, cookie, 'session.me')).status).toBe(200);
      const open = () => sockets.filter((s) => !s.destroyed && !s.readableEnded && !s.closed).length;
      await expect.poll(open).toBeLessThanOrEqual(20);
      for (const socket of sockets) socket.destroy();
    });

    test('one that is being answered is not cut for those that wait', async () => {
      const calls = new EventEmitter();
      const reached = once(calls, 'call');
      const slow: Dispatch = async (...all) => {
        const gone = once(calls, 'go');
        calls.emit('call');
        await gone;
        return echo(...all);
      };
      const { port, cookie } = await entered({ dispatch: slow, limits: { waiting: 5 } });
      const answer = call(port, cookie, 'order.save');
      await reached;
      const sockets = await Promise.all(Array.from({ length: 40 }, () => halfOpen(port)));
      calls.emit('go');
      expect((await answer).status).toBe(200);
      for (const socket of sockets) socket.destroy();
    });
  });

  describe('the dispatcher breaks', () => {
    test('the answer has an incident and no text; the log has no message either', async () => {
      const { port, cookie, loopback } = await entered({
        dispatch: () => Promise.reject(new RangeError('Jane Doe 1970-01-01')),
      });
      const answer = await call(port, cookie, 'order.get');
      expect([answer.status, codeOf(answer)]).toEqual([500, 'internal']);
      expect(answer.body).not.toContain('Jane');
      expect(loopback.log.join('\n')).toMatch(/incident [\w-]{36}: RangeError$/m);
      expect(loopback.log.join('\n')).not.toContain('Jane');
    });

    test('what was sent is not in the log of a refusal', async () => {
      const { loopback } = await entered();
      await enter(loopback.port, 'secret-token-text', { origin: 'http://evil.example' });
      expect(loopback.log).toEqual(['refused 403 foreign-origin']);
    });
  });
});
