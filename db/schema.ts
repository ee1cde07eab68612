import {
  DummyDriver,
  type Generated,
  type GeneratedAlways,
  type Insertable,
  Kysely,
  type Selectable,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { ProductTables } from './schema-products.ts';

/** The tables as queries see them. Counts and flags are whole numbers; everything measured, coded or dated is text. */
export interface Tables extends ProductTables {
  user: {
    id: string;
    username: string;
    name: string;
    credentials: string;
    licence: string | null;
    role: string;
    pharmacist: number;
    password: string;
    active_from: string;
    active_to: string | null;
    badge: string | null;
    pin: string | null;
    password_until: string | null;
    factor: string | null;
  };
  user_version: {
    user_id: string;
    version: number;
    at: string;
    name: string;
    credentials: string;
    role: string;
    pharmacist: number;
  };
  sign_in_failure: { name_hash: string; failures: number; locked_until: string | null; last_at: string };
  session: {
    id: string;
    key_hash: string;
    user_id: string;
    station: string;
    at: string;
    ended_at: string | null;
    active_at: Generated<string>;
    locked_at: string | null;
    pin_tries: Generated<number>;
    enrols: Generated<number>;
    host: Generated<string>;
  };
  open_order: {
    session_id: string;
    window_id: string;
    order_ref: string;
    since: string;
    seen_at: string;
  };
  look: {
    seq: Generated<number>;
    at: string;
    user: string;
    station: string;
    command: string;
    subject: string;
    subject_id: string;
  };
  station: {
    id: string;
    code_hash: string;
    until: string;
    by_user: string;
    at: string;
    name: string | null;
    key_hash: string | null;
    enrolled_at: string | null;
    withdrawn_by: string | null;
    withdrawn_at: string | null;
    reason: string | null;
  };
  policy: { version: number; content: string; by_user: string; at: string };
  patient: { id: string; version: number };
  patient_version: Version & {
    patient_id: string;
    family: GeneratedAlways<string>;
    given: GeneratedAlways<string>;
    mrn: GeneratedAlways<string>;
    birth_date: GeneratedAlways<string>;
  };
  patient_merge: {
    id: string;
    stays: string;
    stays_version: number;
    goes: string;
    goes_version: number;
    content: string;
    reason: string;
    by_user: string;
    at: string;
  };
  patient_merge_decision: {
    merge_id: string;
    decision: string;
    goes: string | null;
    stays: string | null;
    reason: string | null;
    by_user: string;
    signature_id: string;
    at: string;
  };
  patient_apart: { one: string; other: string; reason: string | null; by_user: string; at: string };
  prescriber: { id: string; version: number };
  prescriber_version: Version & { prescriber_id: string };
  library: { version: string; seq: number; hash: string; content: string; origin: string; at: string };
  orders: {
    id: string;
    seq: number;
    number: string;
    version: number;
    state: string;
    held_from: string | null;
    updated_at: string;
  };
  order_version: Version & {
    order_id: string;
    rx: string;
    patient_id: string;
    prescriber_id: string;
    drug: GeneratedAlways<string>;
  };
  finding: {
    id: string;
    order_id: string;
    version: number;
    seq: number;
    purpose: string;
    at: string;
    by_user: string;
    patient_version: number;
    prescriber_version: number;
    report: Uint8Array;
    grounds: string | null;
    blocking: number;
  };
  resolution: {
    finding_id: string;
    key: string;
    position: number;
    needed: number;
    kind: string;
    reason: string;
    words: string;
    prescriber_contact: string | null;
    by_user: string;
    at: string;
    signature_id: string;
  };
  made_resolution: {
    order_id: string;
    version: number;
    key: string;
    position: number;
    needed: number;
    kind: string;
    reason: string;
    words: string;
    prescriber_contact: string | null;
    by_user: string;
    at: string;
    signature_id: string;
  };
  signature: {
    id: string;
    subject: string;
    subject_id: string;
    version: number;
    meaning: string;
    by_user: string;
    at: string;
    station: string;
    hash: string;
    shown: string | null;
  };
  administration: {
    id: string;
    patient_id: string;
    corrects: string | null;
    content: string | null;
    reason: string | null;
    by_user: string;
    at: string;
  };
  double_check_asked: { order_id: string; version: number; at: string };
  double_check: {
    order_id: string;
    version: number;
    seq: number;
    entry: string;
    compared: string;
    differs: number;
    by_user: string;
    at: string;
    signature_id: string;
  };
  program: { order_id: string; version: number; content: string; at: string };
  preparation: { id: string; order_id: string; version: number; lot: string; by_user: string; at: string };
  preparation_record: { preparation_id: string; content: string; by_user: string; at: string };
  print_out: {
    id: string;
    order_id: string;
    version: number;
    kind: string;
    paper: string;
    template: string;
    sha256: string;
    copies: number;
    reprint: number;
    reason: string | null;
    code: string | null;
    by_user: string;
    at: string;
  };
  printer: { id: string; version: number };
  printer_version: { printer_id: string; version: number; content: string; by_user: string; at: string };
  print_job: {
    id: string;
    print_out_id: string;
    printer_id: string;
    printer_version: number;
    state: string;
    attempts: number;
    why: string | null;
    at: string;
    changed_at: string;
    host: Generated<string>;
  };
  print_out_fate: {
    id: string;
    print_out_id: string;
    fate: string;
    copies: number;
    held_by: string;
    note: string | null;
    by_user: string;
    at: string;
  };
  release_code: {
    code: string;
    order_id: string;
    version: number;
    preparation_id: string;
    by_user: string;
    at: string;
    superseded_at: string | null;
  };
  waste: {
    id: string;
    order_id: string;
    version: number;
    preparation_id: string;
    drug: string;
    lot: string;
    amount: string;
    reason: string;
    words: string | null;
    by_user: string;
    witness: string;
    signature_id: string;
    witness_signature_id: string;
    at: string;
  };
  library_change: {
    id: string;
    content: string;
    base: string;
    reason: string;
    by_user: string;
    at: string;
  };
  library_decision: {
    change_id: string;
    decision: string;
    library_version: string | null;
    effective_from: string | null;
    reason: string | null;
    by_user: string;
    signature_id: string;
    at: string;
  };
  signing_key: { id: string; public_key: string; seed: string; by_user: string; at: string };
  library_start: {
    change_id: string;
    library_version: string | null;
    left_out: string | null;
    at: string;
  };
  event: {
    seq: number;
    at: string;
    user: string;
    station: string;
    command: string;
    subject: string;
    subject_id: string;
    version: number | null;
    change: string;
    reason: string | null;
    previous: string;
    hash: string;
  };
  clock_doubt: {
    id: string;
    why: string;
    trusted: string;
    found: string;
    settled_at: string | null;
    settled_by: string | null;
    host: string | null;
  };
  answer: {
    key_hash: string;
    command: string;
    user_id: string;
    input_mac: string;
    event: number;
    content: Uint8Array;
    at: string;
  };
  event_link: { kind: string; value: string; seq: number };
  row_digest: { name: string; key: string; seq: number; digest: Uint8Array };
  /** By what patients and orders are found: made from their current versions, and from nothing else. */
  found_twice: { kind: string; value: string; subject_id: string };
  patient_likeness: { patient_id: string; person_key: string; mrn_key: string };
  patient_search: { n: Generated<number>; id: string; sort: string; words: string };
  order_search: { n: number; words: string };
  patient_word: { word: string; n: number };
  order_word: { word: string; n: number };
}

interface Version {
  version: number;
  content: string;
  by_user: string;
  at: string;
  reason: string | null;
}

/** A row as it is read. */
export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
/** A row as it is first written. */
export type NewRow<T extends keyof Tables> = Insertable<Tables[T]>;

/** Builds and compiles queries; runs none (docs/decisions/0002). */
export const k = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});
