import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, onTestFinished } from 'vitest';
import type { Reply } from '../../bridge/failure.ts';
import type { PlaceAsked, PlaceView } from '../../bridge/place.ts';
import type { Told } from '../../bridge/window.ts';
import { secretKeeper } from '../../electron/hosts/desktop/keychain.ts';
import { openPlace, type Place } from '../../electron/hosts/desktop/place/place.ts';
import { onThisMachine } from '../../electron/hosts/loopback/door.ts';
import { serveAt } from '../../electron/hosts/loopback/loopback.ts';
import { openHost } from '../../electron/hosts/open-host.ts';
import { stationEntry } from '../../electron/hosts/site/station-entry.ts';
import { certificate } from './certificate.ts';
import { safeDouble } from './electron-double.ts';
import { builtRoot } from './loopback-host.ts';
import { openOffice, PASSWORD } from './office.ts';

/** As a person reads it at the site: by Node's own reading of the certificate. */
export const fingerprintOf = (cert: string) => new X509Certificate(cert).fingerprint256;

let folder: string;
/** of the computer that is tried */
export const data = (): string => folder;
/** Called by each file: a folder of its own for each test. */
export const eachInItsOwn = (): void =>
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'meniscus-place-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  });

const ours = { password: 'login', isOpen: true };
export async function placeOf(options: Partial<Parameters<typeof openPlace>[0]> = {}): Promise<Place> {
  const place = await openPlace({
    data: folder,
    openHere: () => openHost(folder),
    keeper: secretKeeper(safeDouble(ours), 'linux'),
    ...options,
  });
  onTestFinished(() => place.close());
  return place;
}
export async function view(place: Place, asked: PlaceAsked = { ask: 'look' }): Promise<PlaceView> {
  const reply = await place.ask(asked);
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
}
export const codeIn = (reply: Reply<unknown>): string =>
  reply.ok
    ? 'ok'
    : reply.failure.code === 'refused'
      ? (reply.failure.issues[0]?.code ?? '')
      : reply.failure.code;
export const call = (place: Place, name: string, input: object = {}) =>
  place.dispatch({ key: 'window', station: 'desk' }, name, input) as Promise<Told<Record<string, unknown>>>;

/** The host of a site, with TLS and real sockets, over the real dispatcher of a pharmacy. */
export async function site() {
  const office = await openOffice();
  onTestFinished(() => office.close());
  const log: string[] = [];
  const serve = async (made = certificate(), port = 0) => {
    const served = await serveAt({
      dispatch: office.dispatch,
      root: builtRoot(),
      door: { ...onThisMachine(port), tls: made },
      entry: stationEntry(office.dispatch),
      log: (line) => log.push(line),
      limits: { closeMs: 50 },
    });
    onTestFinished(() => served.close());
    return { ...served, address: `https://localhost:${served.port}`, fingerprint: fingerprintOf(made.cert) };
  };
  const code = async () => (await office.supervisor.do('station.invite', { password: PASSWORD })).code;
  return { office, serve, code, log };
}

/** A computer that is a station of a site. */
export async function enrolled(name = 'Clean room 2') {
  const pharmacy = await site();
  const served = await pharmacy.serve();
  const place = await placeOf();
  const { address, fingerprint } = served;
  await view(place, { ask: 'enrol', address, fingerprint, code: await pharmacy.code(), name });
  return { ...pharmacy, served, place };
}

/** What of the folder can be read by whoever carries it off. */
export const inTheFolder = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
