import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Output } from '../../bridge/contract.ts';
import { labelState } from '../../bridge/records.ts';
import { appendEvent } from '../../db/event-log.ts';
import { userNamed } from '../../db/people.ts';
import { insertFate } from '../../db/printing.ts';
import { labelOf } from '../../electron/services/labelled.ts';
import { labelWords } from '../../words/label-state.ts';
import { listen, resets } from './printing/bad-printer.ts';
import { ingredients, PASSWORD, resolveAll, withPreparedBag, type Office, type Window } from './office.ts';

type View = Output<'order.get'>;
let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
let bag: View;

beforeEach(async () => {
  ({ office, facts: bag } = await withPreparedBag());
  [tech, one, two] = [office.window('tess'), office.window('pam'), office.window('paul')];
});
afterEach(async () => {
  await office.context.printQueue.idle();
  await office.close();
});

const paper = { kind: 'label', paper: '4x2', copies: 1, reprintReason: null } as const;
const under = (version = 1) => ({ id: bag.id, version, password: PASSWORD });
const print = (version = 1) => tech.do('print.issue', { id: bag.id, version, ...paper });
const refused = (given: string) => ({
  code: 'refused',
  issues: [{ code: 'label-not-printed', given, path: 'label' }],
});
const listed = async () => (await tech.do('order.list', { states: ['prepared'] })).orders.map((o) => o.label);

// compounding.md 8 and 9.5: ingredients, volumes and label are looked at before release.
test('no final check without a label of this version: a preview and another form are none', async () => {
  const { id } = bag;
  expect([bag.label, await listed()]).toEqual(['none', ['none']]);
  await tech.do('print.preview', { id, version: 1, kind: 'label', paper: '4x2' });
  await tech.do('print.issue', { id, version: 1, ...paper, kind: 'pump-sheet', paper: 'letter' });
  expect(await two.no('order.final-check', under())).toMatchObject(refused('none'));
  expect((await tech.do('order.get', { id })).state).toBe('prepared');
  await print();
  expect([(await tech.do('order.get', { id })).label, await listed()]).toEqual(['printed', ['printed']]);
  expect((await two.do('order.final-check', under())).state).toBe('checked');
});

test('a label that nobody knows to have come out is none, until somebody says that it did', async () => {
  const printer = await listen(resets);
  onTestFinished(() => printer.close());
  const { id: printerId } = await office.supervisor.do('printer.save', {
    id: null,
    expectedVersion: null,
    record: {
      name: 'Zebra at the hood',
      way: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
      language: 'zpl-203',
      papers: ['4x2'],
      active: true,
    },
    password: PASSWORD,
  });
  const { job } = await tech.do('print.send', { id: bag.id, version: 1, ...paper, printerId });
  await office.context.printQueue.idle();
  expect(await two.no('order.final-check', under())).toMatchObject(refused('unknown'));
  await tech.do('job.settle', { id: job.id, printed: false, note: 'looked: nothing came out' });
  expect(await two.no('order.final-check', under())).toMatchObject(refused('failed'));
  await tech.do('job.retry', { id: job.id });
  await office.context.printQueue.idle();
  expect(await two.no('order.final-check', under())).toMatchObject(refused('unknown'));
  await tech.do('job.settle', { id: job.id, printed: true, note: 'looked: it is there' });
  expect((await two.do('order.final-check', under())).state).toBe('checked');
});

test('the label of the version before is none', async () => {
  await print();
  const { id, patient, prescriber, rx, content } = bag;
  await tech.do('order.save', {
    id,
    expectedVersion: 1,
    patientId: patient.id,
    prescriberId: prescriber.id,
    rx,
    content: { ...content, regimen: { ...content.regimen, demand: '0.5 mg' } } as typeof content,
    reason: 'less',
  });
  const subject = { id, version: 2 };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, password: PASSWORD });
  await tech.do('preparation.start', subject);
  await tech.do('preparation.record', { ...subject, ingredients, deviations: null });
  expect(await two.no('order.final-check', under(2))).toMatchObject(refused('none'));
});

test('of copies that all went there is no label, and of one that is left there is', async () => {
  const { printOut } = await tech.do('print.issue', { id: bag.id, version: 1, ...paper, copies: 2 });
  const state = () => office.context.store.read((db) => labelOf(db, bag.id, 1));
  const goes = (id: string) =>
    office.context.store.write(async (db) => {
      const by = (await userNamed(db, 'tess'))!.id;
      const row = { print_out_id: printOut.id, fate: 'destroyed', copies: 1, held_by: 'Tess', note: null };
      const at = office.context.clock();
      await insertFate(db, { ...row, id, by_user: by, at });
      const told = { at, user: 'tess', station: 'station-tess', command: 'stale.account', change: {} };
      await appendEvent(db, { ...told, subject: 'print-out', subjectId: printOut.id });
    });
  await goes('fat-1');
  expect(await state()).toBe('printed');
  await two.do('order.final-check', under());
  await goes('fat-2');
  expect(await state()).toBe('gone');
  // nor does a bag go out whose label went after it was compared
  expect(await one.no('order.release', under())).toMatchObject(refused('gone'));
});

test('every state of a label has its sentence', () => {
  expect(labelState.options.filter((state) => labelWords(state) === state)).toEqual([]);
});
