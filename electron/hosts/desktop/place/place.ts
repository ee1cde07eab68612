import type { Reply } from '../../../../bridge/failure.ts';
import {
  placeAsked,
  type FoundCertificate,
  type PlaceAsked,
  type PlaceView,
} from '../../../../bridge/place.ts';
import { issuesOf } from '../../../../engine/number/fields.ts';
import { issue, Refused, type Issue } from '../../../../engine/number/result.ts';
import { refusalsOf } from '../../../../words/refusal.ts';
import type { Dispatch } from '../../../dispatch.ts';
import { refuse } from '../../../services/refusal.ts';
import type { Host } from '../../host.ts';
import { hasOwnData, type Kept, readPlace, type RememberedSite, writePlace } from './place-file.ts';
import { PinnedSite, siteAddress } from './pinned.ts';
import { enrolAt, findSite, pinnedTo, siteHost, type SiteHost, unreached } from './site-host.ts';

/** Keeps the one secret of a station, as the key of a data file is kept. */
export interface SecretKeeper {
  keep(secret: string): Kept;
  /** refused by name where it is not given back */
  kept(secret: Kept): string;
}

interface PlaceOptions {
  readonly data: string;
  readonly openHere: () => Promise<Host>;
  readonly keeper: SecretKeeper;
  readonly now?: () => Date;
  readonly version?: string;
}

/** Where the desktop program works: on the data of this computer, or at a site; and the way from one to the other. */
export interface Place {
  readonly dispatch: Dispatch;
  alive(): Promise<void>;
  ask(asked: unknown): Promise<Reply<PlaceView>>;
  close(): Promise<void>;
}

const refusedAs = (issues: readonly Issue[]): Reply<never> => ({
  ok: false,
  failure: { code: 'refused', issues: refusalsOf(issues) },
});

/**
 * Opens what this computer was said to work with. A folder that has data of its own, and in which nobody said otherwise, is
 * worked with as before; one that has nothing waits to be told. A data file that can not be opened is refused here.
 */
export async function openPlace(options: PlaceOptions): Promise<Place> {
  const { data, openHere, keeper, now = () => new Date(), version } = options;
  let at: PlaceView['at'] = 'nowhere';
  let remembered: RememberedSite | null = null;
  let unread: Refused | null = null;
  let here: Host | null = null;
  let there: SiteHost | Refused | null = null;
  /** what was found at the site in the place of what is pinned */
  let other: FoundCertificate | null = null;

  function connect(site: RememberedSite): SiteHost | Refused {
    const address = siteAddress(site.address);
    const lookAt = pinnedTo(site.pin, 'site-certificate-changed', (found) => (other = found));
    try {
      return siteHost(address, keeper.kept(site.secret), new PinnedSite(address, lookAt, now), version);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  async function leave(): Promise<void> {
    if (there !== null && !(there instanceof Refused)) there.close();
    [there, other] = [null, null];
    const was = here;
    here = null;
    await was?.close();
  }

  /** Written before it counts: what is remembered is what is so after the next start. */
  async function goThere(site: RememberedSite): Promise<void> {
    writePlace(data, 'site', site);
    await leave();
    [at, remembered, unread] = ['site', site, null];
    there = connect(site);
  }

  async function goHere(): Promise<void> {
    if (at === 'here') return;
    // Opened first: where that is refused, everything is as it was.
    const opened = await openHere();
    try {
      writePlace(data, 'here', remembered);
    } catch (error) {
      await opened.close();
      throw error;
    }
    await leave();
    [at, here, unread] = ['here', opened, null];
  }

  async function enrol({ address, fingerprint, code, name }: Extract<PlaceAsked, { ask: 'enrol' }>) {
    const where = siteAddress(address);
    const site = new PinnedSite(where, pinnedTo(fingerprint, 'site-certificate-unlike'), now);
    try {
      const reply = await enrolAt(where, site, { code, name });
      if (!reply.ok) return reply;
      await goThere({
        address: where.origin,
        pin: fingerprint,
        before: [],
        station: name,
        secret: keeper.keep(reply.value),
      });
      return null;
    } catch (error) {
      throw unreached(error, where);
    } finally {
      site.cut();
    }
  }

  /** A person has compared the new one. What was pinned before is kept beside it. */
  async function pin(fingerprint: string): Promise<void> {
    if (at !== 'site' || remembered === null || fingerprint !== other?.fingerprint)
      throw new Refused(
        issue('site-certificate-unlike', fingerprint, 'the certificate that the site shows now'),
      );
    const before = [...remembered.before, { pin: remembered.pin, until: now().toISOString() }].slice(-20);
    await goThere({ ...remembered, pin: fingerprint, before });
  }

  async function view(found: FoundCertificate | null): Promise<PlaceView> {
    const trouble = unread ?? (found === null ? await troubleThere() : null);
    return {
      at,
      hasData: hasOwnData(data),
      site:
        remembered === null
          ? null
          : { address: remembered.address, pinned: remembered.pin, station: remembered.station },
      found: found ?? other,
      trouble: trouble === null ? null : (refusalsOf(trouble.issues)[0] ?? null),
    };
  }

  async function troubleThere(): Promise<Refused | null> {
    if (at !== 'site' || remembered === null) return null;
    if (there instanceof Refused) there = connect(remembered);
    if (there === null || there instanceof Refused) return there;
    other = null;
    try {
      await there.alive();
      await there.ready();
      return null;
    } catch (error) {
      return unreached(error, siteAddress(remembered.address));
    }
  }

  async function answer(raw: unknown): Promise<Reply<PlaceView>> {
    const parsed = placeAsked.safeParse(raw);
    if (!parsed.success)
      return {
        ok: false,
        failure: { code: 'invalid-input', issues: refusalsOf(issuesOf(parsed.error, raw)) },
      };
    const asked = parsed.data;
    let found: FoundCertificate | null = null;
    try {
      if (asked.ask === 'here') await goHere();
      else if (asked.ask === 'pin') await pin(asked.fingerprint);
      else if (asked.ask === 'return' && remembered !== null) await goThere(remembered);
      else if (asked.ask === 'enrol') {
        const refused = await enrol(asked);
        if (refused !== null) return refused;
      } else if (asked.ask === 'find') {
        const address = siteAddress(asked.address);
        found = await findSite(address, now).catch((error: unknown) => {
          throw unreached(error, address);
        });
      }
      return { ok: true, value: await view(found) };
    } catch (error) {
      if (error instanceof Refused) return refusedAs(error.issues);
      throw error;
    }
  }

  try {
    const said = readPlace(data);
    remembered = said?.site ?? null;
    if (said?.at === 'site' && remembered !== null) {
      at = 'site';
      there = connect(remembered);
    } else if (said !== null || hasOwnData(data)) {
      here = await openHere();
      at = 'here';
    }
  } catch (error) {
    if (!(error instanceof Refused) || error.issues[0]?.code !== 'place-not-read') throw error;
    unread = error;
  }

  // One after the other: what one asks is where the next one stands.
  let turns: Promise<unknown> = Promise.resolve();
  return {
    dispatch: async (...asked) => {
      if (here !== null) return here.dispatch(...asked);
      if (there === null) return refuse('place-not-chosen', 'where this computer works, said first');
      return there instanceof Refused ? refusedAs(there.issues) : there.dispatch(...asked);
    },
    alive: async () => {
      if (there !== null && !(there instanceof Refused)) await there.alive();
    },
    ask: (asked) => {
      const turn = turns.then(() => answer(asked));
      turns = turn.catch(() => undefined);
      return turn;
    },
    close: async () => {
      await turns;
      await leave();
    },
  };
}
