import { isIP } from 'node:net';
import type { Output } from '../../../bridge/contract.ts';
import type { Reply } from '../../../bridge/failure.ts';
import { refuse } from '../../services/call.ts';
import type { OpenHost } from '../host.ts';
import type { Door } from '../loopback/door.ts';
import { serveAt } from '../loopback/loopback.ts';
import { siteCertificate } from './certificate.ts';
import { stationEntry } from './station-entry.ts';

export interface ServeOptions {
  /** HOST:PORT */
  readonly listen: string;
  readonly cert?: string;
  readonly key?: string;
  readonly name?: readonly string[];
}

interface ServeWorld {
  readonly openHost: OpenHost;
  /** of the data file, which is there */
  readonly folder: string;
  /** Folder of the built renderer. */
  readonly root: string;
  readonly now: () => Date;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** Resolves when the site is to end. */
  readonly asked: Promise<void>;
}

/** House rules: a site has as many windows as its stations have, where a machine of one has its own. */
const SITE_LIMITS = { waiting: 1_024, together: 6 };

/** `meniscus serve`: the host of a site, for its enrolled stations, until it is asked to end. */
export async function serveSite(options: ServeOptions, world: ServeWorld): Promise<void> {
  const { print, complain } = world;
  const { door, fingerprint, warning } = doorOf(options, world.now());
  if (warning !== null) complain(warning);
  const host = await world.openHost(world.folder);
  try {
    await ready(host.dispatch);
    const site = await serveAt({
      dispatch: host.dispatch,
      root: world.root,
      door,
      entry: stationEntry(host.dispatch),
      log: complain,
      limits: SITE_LIMITS,
    }).catch((error: unknown) => notListening(error, options.listen));
    print(`Serving ${site.origin} to the stations that are enrolled. Ctrl-C ends.`);
    if (fingerprint !== null) print(`The fingerprint of its certificate (SHA-256): ${fingerprint}`);
    await world.asked;
    await site.close();
  } finally {
    await host.close();
  }
}

/** Whoever comes first to a site would be its supervisor, or restore its data file: both are done at its machine. */
async function ready(dispatch: Awaited<ReturnType<OpenHost>>['dispatch']): Promise<void> {
  const reply = (await dispatch({ key: 'start', station: '-' }, 'system.status', {})) as Reply<
    Output<'system.status'>
  >;
  if (!reply.ok) throw new Error(reply.failure.code);
  if (reply.value.damaged?.code === 'data-file-moved')
    refuse(
      reply.value.damaged.code,
      reply.value.damaged.movedAt,
      'the database that it went to: --db ADDRESS; no backup restored here',
      '--data',
    );
  if (reply.value.damaged !== null)
    refuse(
      reply.value.damaged.code,
      null,
      'a data file that opens: start on this machine alone, with npm start',
      '--data',
    );
  if (reply.value.firstRun)
    refuse(
      'site-without-supervisor',
      null,
      'a data file with its first supervisor: start once with npm start',
      '--data',
    );
}

function doorOf(
  { listen, cert, key, name = [] }: ServeOptions,
  now: Date,
): { door: Door; fingerprint: string | null; warning: string | null } {
  const found = /^(\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(listen);
  const written = found?.[1] ?? '';
  const address = written.replace(/^\[(.*)\]$/, '$1');
  const port = parseInt(found?.[2] ?? '', 10);
  if (!found || !(port <= 65_535) || (written.startsWith('[') && isIP(address) !== 6))
    return refuse('listen-not-read', listen, 'HOST:PORT, such as 192.168.1.10:8443', '--listen');
  if (cert === undefined && key === undefined) {
    if (address !== '127.0.0.1' && address !== '::1')
      return refuse(
        'tls-needed',
        listen,
        '--cert FILE and --key FILE; without them only 127.0.0.1 and [::1] are served',
        '--listen',
      );
    return {
      door: { address, port, names: [written, 'localhost'], tls: null },
      fingerprint: null,
      warning: null,
    };
  }
  if (cert === undefined || key === undefined)
    return refuse(
      'tls-half',
      null,
      '--cert FILE and --key FILE together',
      cert === undefined ? '--cert' : '--key',
    );
  const { names, warning, fingerprint, ...tls } = siteCertificate({ cert, key }, name, now);
  return { door: { address, port, names, tls }, fingerprint, warning };
}

/** What the system says of an address that a host can not listen at. */
export function notListening(error: unknown, listen: string): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return refuse('listen-taken', listen, 'a port that nobody listens on', '--listen');
  if (code === 'EACCES')
    return refuse(
      'listen-not-allowed',
      listen,
      'a port from 1024 on, or the right to a lower one',
      '--listen',
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return refuse('listen-not-here', listen, 'an address of this machine', '--listen');
  throw error;
}
