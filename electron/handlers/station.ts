import { sha256 } from '../../db/canonical.ts';
import { soundTime } from '../../db/clock-doubts.ts';
import { appendEvent } from '../../db/event-log.ts';
import { endSessionsAt } from '../../db/sessions.ts';
import { insertStation, setStation, stationById } from '../../db/stations.ts';
import { underSignature } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import {
  codeHash,
  codeUntil,
  nameFree,
  newCode,
  refuseCode,
  stationNow,
  stationsNow,
  waitedFor,
} from '../services/stations.ts';
import { found, refuse, type Handlers, type ReadCall } from '../services/call.ts';

export const stationHandlers = {
  'station.list': ({ db, session, now }) => stationsNow(db, session, now),

  'station.invite': underSignature('station.invite', async ({ context, db, user, now, event }) => {
    const [id, code, until] = [newId(context, 'sta'), newCode(context.random), codeUntil(now)];
    await insertStation(db, { id, code_hash: codeHash(code), until, by_user: user.id, at: now });
    await event({ subject: 'station', subjectId: id, change: { until } });
    return { code, until };
  }),

  'station.enrol': {
    before: async ({ context, db, session, now }, { code, name }) => {
      if (session.enrolled === undefined)
        return refuse('station-is-host', null, 'a browser that opens the address of a site');
      if ((await waitedFor(db, code, await soundTime(db, now))) === undefined) {
        // What was typed is not written down: it may be nearly the code.
        await context.store.write(async (write) => {
          await appendEvent(write, {
            at: now,
            user: '-',
            station: session.station,
            command: 'station.enrol.refused',
            subject: 'station',
            subjectId: '-',
            change: { refused: 'code' },
          });
        });
        refuseCode();
      }
      await nameFree(db, name);
      return async (write) => {
        const sound = await soundTime(write.db, now);
        const row = (await waitedFor(write.db, code, sound)) ?? refuseCode();
        await nameFree(write.db, name);
        const key = sha256(write.session.enrolled ?? '');
        await setStation(write.db, row.id, { name, key_hash: key, enrolled_at: write.now });
        await write.event({ subject: 'station', subjectId: row.id, change: { name } });
        return { name };
      };
    },
  },

  'station.withdraw': underSignature(
    'station.withdraw',
    async (call, { id, reason }) => {
      const { name } = await withdrawable(call, id);
      const { db, user, session, now, event } = call;
      await setStation(db, id, { withdrawn_by: user.id, withdrawn_at: now, reason });
      const ended = name === null ? 0 : await endSessionsAt(db, name, now);
      await event({ subject: 'station', subjectId: id, reason, change: { name, sessionsEnded: ended } });
      return await stationNow(db, session, now, id);
    },
    (call, { id }) => withdrawable(call, id),
  ),
} satisfies Partial<Handlers>;

/** Nobody takes away the station at which they sit: the answer would not reach them. */
async function withdrawable({ db, session }: Pick<ReadCall, 'db' | 'session'>, id: string) {
  const row = found(await stationById(db, id), 'station');
  if (row.withdrawn_at !== null) refuse('station-withdrawn', null, 'a station that is not withdrawn', 'id');
  if (session.enrolled !== undefined && row.key_hash === sha256(session.enrolled))
    refuse('station-is-here', row.name, 'another station than this one, or the machine of the site', 'id');
  return row;
}
