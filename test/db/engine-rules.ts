/*
 * One table of rules, tried on both engines over the same rows. What each rule has to say stands in docs/architecture.md and in
 * the design; here it is asked that it is said, and by both.
 */
export type Row = Readonly<Record<string, unknown>>;
type Rows = readonly (readonly [table: string, row: Row])[];

const first = { version: 1, by_user: 'ada' };
const mrn = (of: string) =>
  JSON.stringify({ family: 'Marsh', given: 'Mia', mrn: of, birthDate: '1960-01-01' });
const drug = JSON.stringify({ drug: 'morphine' });
const one = { order_id: 'o1', version: 1 };

/** A row in every table. Ada is the only supervisor; Bob prepared, Cyd verified, Dee did neither. */
export const ROWS: Rows = [
  ...['ada', 'bob', 'cyd', 'dee'].map(
    (id) => ['user', { id, username: id, role: id === 'ada' ? 'supervisor' : 'pharmacist' }] as const,
  ),
  ['user_version', { user_id: 'ada' }],
  ['sign_in_failure', {}],
  ['station', { id: 't1', code_hash: 'c1', by_user: 'ada', withdrawn_by: 'ada', withdrawn_at: '-' }],
  ['station', { id: 't2', code_hash: 'c2', by_user: 'ada' }],
  ['session', { id: 's1', key_hash: 'k1', user_id: 'ada' }],
  ['open_order', { session_id: 's1', window_id: 'w1', order_ref: 'o1' }],
  ['look', {}],
  ['policy', { version: 1, by_user: 'ada' }],
  ['product_import', { id: 'i1', kind: 'product', by_user: 'ada' }],
  ['product_import', { id: 'i2', kind: 'product', by_user: 'ada', ended_at: '-', counts: '{}' }],
  ['product', { code: '00409-1134', import_id: 'i1' }],
  ['product_package', { ndc: '00409-1134-03', product_code: '00409-1134', import_id: 'i1' }],
  ['product_gtin', { gtin: '00304091134030', product_code: '00409-1134', import_id: 'i1' }],
  ['signing_key', { id: 'own', by_user: 'ada' }],
  ['product_search', { code: '00409-1134' }],
  ['product_word', { word: 'meperidine' }],
  ...['p1', 'p2', 'p3', 'p4'].flatMap(
    (id) =>
      [
        ['patient', { id, version: 1 }],
        ['patient_version', { patient_id: id, ...first, content: mrn(`M-${id}`) }],
        ['patient_likeness', { patient_id: id }],
        ['patient_search', { id }],
      ] as const,
  ),
  ['patient_word', { word: 'marsh', n: 1 }],
  ['patient_apart', { one: 'p1', other: 'p2', by_user: 'ada' }],
  ['prescriber', { id: 'd1', version: 1 }],
  ['prescriber_version', { prescriber_id: 'd1', ...first }],
  ['library', { version: 'l1', seq: 1 }],
  ['event', { seq: 1 }],
  ['event_link', { seq: 1 }],
  ['row_digest', { seq: 1 }],
  ['answer', { user_id: 'ada', event: 1 }],
  ['clock_doubt', { id: 'c1', why: 'behind', settled_at: '2026-11-23T15:00:00.000Z', settled_by: 'ada' }],
  ['found_twice', { kind: 'mrn' }],
  ...['o1', 'o2'].flatMap(
    (id, i) =>
      [
        ['orders', { id, seq: i + 1, number: id, version: 1, state: i === 0 ? 'prepared' : 'draft' }],
        [
          'order_version',
          {
            order_id: id,
            version: 1,
            rx: `RX-${id}`,
            patient_id: i === 0 ? 'p4' : 'p1',
            prescriber_id: 'd1',
            by_user: 'ada',
            content: drug,
          },
        ],
        ['order_search', { n: i + 1 }],
      ] as const,
  ),
  ['order_word', { word: 'morphine', n: 1 }],
  ['finding', { id: 'f1', ...one, purpose: 'submit', by_user: 'ada' }],
  [
    'signature',
    { id: 'g1', subject: 'order', subject_id: 'o1', version: 1, meaning: 'verify', by_user: 'cyd' },
  ],
  ['resolution', { finding_id: 'f1', kind: 'override', by_user: 'cyd', signature_id: 'g1' }],
  ['program', one],
  ['preparation', { id: 'b1', ...one, by_user: 'bob' }],
  ['preparation_record', { preparation_id: 'b1', by_user: 'bob' }],
  ['made_resolution', { ...one, kind: 'override', by_user: 'cyd', signature_id: 'g1' }],
  ['release_code', { code: 'R1', ...one, preparation_id: 'b1', by_user: 'ada', superseded_at: '{}' }],
  [
    'waste',
    {
      id: 'w1',
      ...one,
      preparation_id: 'b1',
      by_user: 'bob',
      witness: 'dee',
      signature_id: 'g1',
      witness_signature_id: 'g1',
    },
  ],
  ['double_check_asked', { order_id: 'o2', version: 1 }],
  ['double_check', { order_id: 'o2', version: 1, seq: 1, differs: 1, by_user: 'dee', signature_id: 'g1' }],
  ['print_out', { id: 'q1', ...one, by_user: 'ada', code: 'R1', reason: 'again' }],
  ['print_out_fate', { id: 'h1', print_out_id: 'q1', fate: 'returned', by_user: 'ada' }],
  ['printer', { id: 'x1', version: 1 }],
  ['printer_version', { printer_id: 'x1', ...first }],
  ['print_job', { id: 'j1', print_out_id: 'q1', printer_id: 'x1', printer_version: 1, state: 'queued' }],
  ['administration', { id: 'a1', patient_id: 'p1', by_user: 'ada', content: '{}' }],
  ['library_change', { id: 'n1', base: 'l1', by_user: 'ada' }],
  ['library_change', { id: 'n2', base: 'l1', by_user: 'ada' }],
  ['library_change', { id: 'n3', base: 'l1', by_user: 'ada' }],
  [
    'library_decision',
    {
      change_id: 'n1',
      decision: 'approve',
      effective_from: '2026-12-01',
      by_user: 'bob',
      signature_id: 'g1',
    },
  ],
  [
    'library_decision',
    {
      change_id: 'n2',
      decision: 'approve',
      effective_from: '2026-12-05',
      by_user: 'bob',
      signature_id: 'g1',
    },
  ],
  ['library_start', { change_id: 'n1', left_out: 'it came to nothing', at: '2026-12-02' }],
  ['patient_merge', { id: 'm1', stays: 'p1', stays_version: 1, goes: 'p2', goes_version: 1, by_user: 'ada' }],
  [
    'patient_merge_decision',
    { merge_id: 'm1', decision: 'approve', goes: 'p2', stays: 'p1', by_user: 'bob', signature_id: 'g1' },
  ],
  ['patient_merge', { id: 'm2', stays: 'p2', stays_version: 1, goes: 'p3', goes_version: 1, by_user: 'ada' }],
  ['patient_merge', { id: 'm3', stays: 'p1', stays_version: 1, goes: 'p3', goes_version: 1, by_user: 'ada' }],
  ['patient_merge', { id: 'm4', stays: 'p1', stays_version: 1, goes: 'p4', goes_version: 1, by_user: 'ada' }],
];

const put = (table: string, row: Row) => ({ put: [table, row] as const });
const set = (table: string, to: string, where: string) => ({
  sql: `UPDATE "${table}" SET ${to} WHERE ${where}`,
});
const sign = (row: Row) =>
  put('signature', { id: 'g9', subject: 'order', subject_id: 'o1', version: 1, ...row });
const merged = (row: Row) =>
  put('patient_merge_decision', { decision: 'approve', by_user: 'bob', signature_id: 'g1', ...row });
const wasted = (row: Row) =>
  put('waste', {
    id: 'w9',
    ...one,
    preparation_id: 'b1',
    by_user: 'ada',
    signature_id: 'g1',
    witness_signature_id: 'g1',
    ...row,
  });
const ordered = (row: Row) =>
  put('order_version', {
    order_id: 'o2',
    version: 2,
    rx: 'RX-o2',
    patient_id: 'p1',
    prescriber_id: 'd1',
    by_user: 'ada',
    content: drug,
    ...row,
  });

/** Of each rule with a condition: what it refuses, and what stands beside it and is let pass. */
export const RULES: Record<string, readonly [refused: Tried, passes: Tried]> = {
  clock_doubt_no_update: [
    set('clock_doubt', `settled_at = '2026-11-24'`, `id = 'c1'`),
    put('clock_doubt', { id: 'c2', why: 'ahead' }),
  ],
  double_checker_is_another: [
    put('double_check', { ...one, by_user: 'ada', signature_id: 'g1' }),
    put('double_check', { ...one, by_user: 'dee', signature_id: 'g1' }),
  ],
  final_checker_is_another: [
    sign({ meaning: 'final-check', by_user: 'bob' }),
    sign({ meaning: 'final-check', by_user: 'cyd' }),
  ],
  library_approver_is_another: [
    put('library_decision', {
      change_id: 'n3',
      decision: 'approve',
      effective_from: '2026-12-05',
      by_user: 'ada',
      signature_id: 'g1',
    }),
    put('library_decision', {
      change_id: 'n3',
      decision: 'approve',
      effective_from: '2026-12-05',
      by_user: 'bob',
      signature_id: 'g1',
    }),
  ],
  library_start_is_scheduled: [
    put('library_start', { change_id: 'n2', left_out: 'early', at: '2026-12-04' }),
    put('library_start', { change_id: 'n2', left_out: 'in time', at: '2026-12-05' }),
  ],
  merge_approver_is_another: [
    merged({ merge_id: 'm3', goes: 'p3', stays: 'p1', by_user: 'ada' }),
    merged({ merge_id: 'm3', goes: 'p3', stays: 'p1' }),
  ],
  merge_into_one_that_stays: [
    merged({ merge_id: 'm2', goes: 'p3', stays: 'p2' }),
    merged({ merge_id: 'm3', goes: 'p3', stays: 'p1' }),
  ],
  merge_is_what_was_proposed: [
    merged({ merge_id: 'm3', goes: 'p3', stays: 'p4' }),
    merged({ merge_id: 'm3', goes: 'p3', stays: 'p1' }),
  ],
  merge_with_nothing_in_preparation: [
    merged({ merge_id: 'm4', goes: 'p4', stays: 'p1' }),
    merged({ merge_id: 'm3', goes: 'p3', stays: 'p1' }),
  ],
  merged_patient_gets_no_dose: [
    put('administration', { id: 'a9', patient_id: 'p2', by_user: 'ada', content: '{}' }),
    put('administration', { id: 'a9', patient_id: 'p1', by_user: 'ada', content: '{}' }),
  ],
  merged_patient_gets_no_order: [ordered({ patient_id: 'p2' }), ordered({})],
  merged_patient_is_closed: [
    put('patient_version', { patient_id: 'p2', version: 2, by_user: 'ada', content: mrn('M-p2') }),
    put('patient_version', { patient_id: 'p3', version: 2, by_user: 'ada', content: mrn('M-p3') }),
  ],
  mrn_is_one_persons: [
    put('patient_version', { patient_id: 'p3', version: 2, by_user: 'ada', content: mrn('M-p1') }),
    put('patient_version', { patient_id: 'p3', version: 2, by_user: 'ada', content: mrn('M-new') }),
  ],
  print_job_steps: [
    set('print_job', `state = 'sent'`, `id = 'j1'`),
    set('print_job', `state = 'sending'`, `id = 'j1'`),
  ],
  product_import_ends_once: [
    set('product_import', `sha256 = '-'`, `id = 'i2'`),
    set('product_import', `ended_at = '-', counts = '{}'`, `id = 'i1'`),
  ],
  release_code_once: [
    set('release_code', `superseded_at = NULL`, `code = 'R1'`),
    put('release_code', { code: 'R2', ...one, preparation_id: 'b1', by_user: 'ada' }),
  ],
  rx_is_one_orders: [ordered({ rx: 'RX-o1' }), ordered({ rx: 'RX-new' })],
  station_goes_one_way: [
    set('station', `withdrawn_at = NULL, withdrawn_by = NULL`, `id = 't1'`),
    set('station', `withdrawn_at = '-', withdrawn_by = 'ada'`, `id = 't2'`),
  ],
  user_last_supervisor: [
    set('user', `active_to = '2026-12-01'`, `id = 'ada'`),
    set('user', `active_to = '2026-12-01'`, `id = 'bob'`),
  ],
  verified_after_double_check: [
    sign({ meaning: 'verify', subject_id: 'o2', by_user: 'cyd' }),
    sign({ meaning: 'verify', by_user: 'cyd' }),
  ],
  waste_witness_is_uninvolved: [wasted({ witness: 'bob' }), wasted({ witness: 'dee' })],
};
/** What a row answers for by itself, or by what it names: each engine refuses in words of its own. */
export const KEPT_OUT: Record<string, Tried> = {
  'a package of a product that is not there': put('product_package', {
    ndc: '00409-1181-69',
    product_code: '00409-1181',
    import_id: 'i1',
  }),
  'the digest of a file whose import has no end': set('product_import', `sha256 = '-'`, `id = 'i1'`),
  'a witness who recorded it': wasted({ by_user: 'dee', witness: 'dee' }),
  'two signatures of one person under one override': put('resolution', {
    finding_id: 'f1',
    position: 2,
    needed: 2,
    kind: 'override',
    by_user: 'cyd',
    signature_id: 'g1',
  }),
  'a state that is none': set('orders', `state = 'done'`, `id = 'o1'`),
  'a hold without what it is held from': set('orders', `state = 'on-hold'`, `id = 'o1'`),
  'text that is not JSON': ordered({ content: '{"drug": ' }),
  'an order of nobody': ordered({ patient_id: 'p9' }),
  'an order without a drug': ordered({ content: '{}' }),
  'a version that is not there': set('orders', 'version = 7', `id = 'o1'`),
  'a lot that was given': put('preparation', {
    id: 'b9',
    order_id: 'o2',
    version: 1,
    lot: '{}',
    by_user: 'bob',
  }),
  'an order number that was given': put('orders', {
    id: 'o9',
    seq: 9,
    number: 'o1',
    version: 1,
    state: 'draft',
  }),
  'a second open session under one key': put('session', { id: 's9', key_hash: 'k1', user_id: 'bob' }),
  'a second clock in doubt': {
    sql: `INSERT INTO clock_doubt (id, why, trusted, found) VALUES ('c8', 'ahead', '-', '-'), ('c9', 'behind', '-', '-')`,
  },
  'two current release codes of one order': {
    sql: `INSERT INTO release_code (code, order_id, version, preparation_id, by_user, at)
          VALUES ('R8', 'o1', 1, 'b1', 'ada', '-'), ('R9', 'o1', 1, 'b1', 'ada', '-')`,
  },
  'a reprint without a reason': put('print_out', {
    id: 'q9',
    ...one,
    kind: 'label',
    by_user: 'ada',
    reprint: 1,
  }),
  'an entry corrected twice': {
    sql: `INSERT INTO administration (id, patient_id, corrects, reason, by_user, at)
          VALUES ('a8', 'p1', 'a1', '-', 'ada', '-'), ('a9', 'p1', 'a1', '-', 'ada', '-')`,
  },
  'a digest of another length': put('row_digest', { name: 'orders', seq: 1, digest: Buffer.alloc(31) }),
  'words where a number stands': set('print_out', `copies = 'two'`, `id = 'q1'`),
  'an event with a number that is taken': put('event', { seq: 1, hash: 'another' }),
  'a badge that another one wears': set('user', `badge = '{}'`, `id IN ('bob', 'cyd')`),
  'the same two records apart, the other way round': put('patient_apart', {
    one: 'p2',
    other: 'p1',
    by_user: 'ada',
  }),
};
export type Tried = { readonly put: readonly [string, Row] } | { readonly sql: string };
