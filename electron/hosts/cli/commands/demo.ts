import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Input, Output } from '../../../../bridge/contract.ts';
import type { Reply } from '../../../../bridge/failure.ts';
import type { OrderView } from '../../../../bridge/records.ts';
import type { OrderFile } from '../../../../engine/order/order.ts';
import { patientFacts } from '../../../../engine/order/patient.ts';
import { parseInstant } from '../../../../engine/time/calendar.ts';
import { unwrap } from '../../../../engine/number/result.ts';
import { makeContext } from '../../../services/context.ts';
import { makeFolder } from '../../../services/paths.ts';
import { whyText } from '../../why.ts';
import { keyFile } from '../../../services/keys/keeper.ts';
import { makeDispatch, type Dispatch } from '../../../dispatch.ts';
import {
  demoIngredients,
  demoOrder,
  demoPatient,
  demoPrescriber,
  demoSite,
} from '../../../services/demo-order.ts';
import { EXIT, Exit } from './exit.ts';
import { refusal } from './refusal.ts';
import { fetchExport } from './fetch-export.ts';
import { reportText } from './report-text.ts';

/** One person at one window: the demonstration goes through the same door as every screen. */
class Person {
  readonly username: string;
  readonly password = randomBytes(12).toString('hex');
  private readonly session = { key: randomBytes(16).toString('hex'), station: 'demo' };
  private readonly dispatch: Dispatch;
  constructor(dispatch: Dispatch, username: string) {
    this.dispatch = dispatch;
    this.username = username;
  }
  async do<C extends Command>(name: C, input: Input<C>): Promise<Output<C>> {
    const reply = (await this.dispatch(this.session, name, input)) as Reply<Output<C>>;
    if (!reply.ok) throw refusal(reply.failure);
    return reply.value;
  }
}

function prepareFolder(out: string): void {
  try {
    makeFolder(out);
  } catch (error) {
    throw new Exit(EXIT.refused, `folder-not-made: ${whyText(error)}`);
  }
}

async function people(dispatch: Dispatch) {
  const supervisor = new Person(dispatch, 'rpatel');
  const technician = new Person(dispatch, 'tnguyen');
  const pharmacist = new Person(dispatch, 'mwalsh');
  const { password, username } = supervisor;
  await supervisor.do('system.first-run', {
    username,
    password,
    name: 'Rosa Patel',
    credentials: 'RPh',
    licence: 'DEMO-1',
    pharmacist: true,
  });
  await welcome(supervisor, technician, {
    name: 'Tam Nguyen',
    credentials: 'CPhT',
    licence: null,
    role: 'technician',
    pharmacist: false,
  });
  await welcome(supervisor, pharmacist, {
    name: 'Mary Walsh',
    credentials: 'PharmD',
    licence: 'DEMO-2',
    role: 'pharmacist',
    pharmacist: true,
  });
  const { ruleSet } = await supervisor.do('site.get', {});
  await supervisor.do('site.save', { expectedRuleSet: ruleSet, site: demoSite, password });
  return { supervisor, technician, pharmacist };
}

/** A new person, who signs in with the password that was read out and chooses another. */
async function welcome(
  supervisor: Person,
  person: Person,
  who: Omit<Input<'user.add'>, 'username' | 'password'>,
): Promise<void> {
  const { username, password } = person;
  const { oneTime } = await supervisor.do('user.add', { ...who, username, password: supervisor.password });
  await person.do('session.sign-in', { username, password: oneTime });
  await person.do('session.change-password', { old: oneTime, new: password });
}

/** Every open finding gets a reason from its own list. A hard one would need two pharmacists; the demo order has none. */
async function resolveAll(view: OrderView, by: Person): Promise<OrderView> {
  let order = view;
  for (const key of view.open) {
    const finding = view.report.findings.find((f) => f.key === key);
    const reason = finding?.reasons[0]?.code;
    if (finding === undefined || reason === undefined)
      throw new Exit(EXIT.blocked, `finding-not-resolved: ${key}`);
    order = await by.do('order.resolve', {
      id: order.id,
      version: order.version,
      shown: order.shown,
      key,
      reason,
      text: 'Demonstration: reviewed, see the order note',
      prescriberContact: null,
      password: by.password,
    });
  }
  return order;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The order as `meniscus check` and `simulate` read one: the facts of the patient without the name, as of the report. */
const orderFileOf = ({ patient, content, report }: OrderView): OrderFile => ({
  at: report.at,
  patient: patientFacts.strip().parse(patient.record),
  order: content,
});

/** What became of it: who it was for, its state, what was made, who signed, and the report without its findings. */
const recordOf = ({
  number,
  version,
  state,
  releaseCode,
  preparation,
  signatures,
  patient,
  report,
}: OrderView) => ({
  number,
  version,
  state,
  releaseCode,
  preparation,
  signatures,
  patient: patient.record,
  report: { ...report, findings: [] },
});

const THROWN_AWAY = { N: 16, r: 1, p: 1 };

/**
 * `meniscus demo --out DIR`: a fresh data file, one order through its whole life with three people, six files and a
 * readable summary. The data file is temporary; the log stands on its own.
 */
export async function demo(out: string): Promise<string> {
  prepareFolder(out);
  const dataDir = mkdtempSync(join(tmpdir(), 'meniscus-demo-'));
  // The data file goes with its incident log, so the demonstration shows an incident instead of keeping it.
  const context = await makeContext({
    dataDir,
    // Its people are made up and gone at its end: what their passwords cost to guess guards nothing, and took half of the time.
    passwordCost: THROWN_AWAY,
    // Its key goes with it too: nothing is left in the account of whoever looks at a demonstration.
    keepers: [keyFile(join(dataDir, 'key'))],
    report: (incident) => process.stderr.write(`${JSON.stringify(incident)}\n`),
  });
  try {
    const { supervisor, technician, pharmacist } = await people(makeDispatch(context));
    const now = unwrap(parseInstant(context.clock()));
    const patient = await technician.do('patient.save', {
      id: null,
      expectedVersion: null,
      record: demoPatient(now),
    });
    const prescriber = await technician.do('prescriber.save', {
      id: null,
      expectedVersion: null,
      record: demoPrescriber,
    });
    let order = await technician.do('order.save', {
      id: null,
      expectedVersion: null,
      patientId: patient.id,
      prescriberId: prescriber.id,
      rx: 'DEMO-123456',
      content: demoOrder(now),
      reason: null,
    });
    const at = () => ({ id: order.id, version: order.version });
    const signed = ({ password }: Person) => ({ ...at(), shown: order.shown, password });
    const steps: string[] = [];
    const step = (who: string, what: string) => steps.push(`  ${who.padEnd(12)} ${what}: ${order.state}`);
    order = await technician.do('order.submit', at());
    step('technician', 'enters and submits the order');
    order = await resolveAll(order, supervisor);
    order = await supervisor.do('order.verify', signed(supervisor));
    step('pharmacist 1', `resolves ${order.resolutions.length} findings and verifies`);
    order = await technician.do('preparation.start', at());
    order = await technician.do('preparation.record', {
      ...at(),
      ingredients: demoIngredients(now),
      deviations: null,
    });
    step('technician', `prepares, lot ${order.preparation?.lot ?? ''}`);
    const label = await technician.do('print.issue', {
      ...at(),
      kind: 'label',
      paper: '4x2',
      copies: 1,
      reprintReason: null,
    });
    const sheet = await technician.do('print.issue', {
      ...at(),
      kind: 'pump-sheet',
      paper: 'letter',
      copies: 1,
      reprintReason: null,
    });
    // Two papers were printed since.
    order = await pharmacist.do('order.get', { id: order.id });
    order = await pharmacist.do('order.final-check', signed(pharmacist));
    order = await pharmacist.do('order.release', signed(pharmacist));
    step('pharmacist 2', 'checks and releases');
    const logParts: Buffer[] = [];
    const log = await fetchExport(
      (name, input) => supervisor.do(name, input),
      { kind: 'audit', format: 'csv', filter: {}, identifiers: 'full', password: supervisor.password },
      (part) => void logParts.push(part),
    );
    const files: Record<string, string | Buffer> = {
      'order.json': json(orderFileOf(order)),
      'findings.json': json({ findings: order.report.findings, resolutions: order.resolutions }),
      'record.json': json(recordOf(order)),
      'label.pdf': Buffer.from(label.pdf, 'base64'),
      'pump-sheet.pdf': Buffer.from(sheet.pdf, 'base64'),
      'log.csv': Buffer.concat(logParts),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(out, name), content);
    return [
      `Order ${order.number} version ${order.version}, release code ${order.releaseCode ?? ''}`,
      ...steps,
      '',
      reportText(order.report, demoSite.timeZone),
      `Log: ${log.done} events, head ${log.head}`,
      `Written: ${Object.keys(files).join(', ')}`,
      '',
    ].join('\n');
  } finally {
    await context.store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
