import { issue, Refused } from '../../../engine/number/result.ts';

const GONE =
  'the database of the site, which does not answer; look whether the last change is there before it is made again';

export const PRIMARY =
  'the primary of the database of the site: what answers is a standby, which is asked when it has been promoted';
export const PEM = 'files in PEM that this host may read: sslrootcert, sslcert, sslkey';

/** What PostgreSQL, or the way to it, says: the beginning of its code, and what that means for who asks. */
const FAULTS: readonly (readonly [begins: string, code: string, accepted: string])[] = [
  ['28', 'site-database-refused', 'a user and a password that the database of the site takes'],
  [
    '3D',
    'site-database-missing',
    'the name of a database that is there: it is made by whoever runs PostgreSQL',
  ],
  ['42501', 'site-database-rights', 'a user who may make tables in this database'],
  [
    '2BP01',
    'site-database-depended',
    'an update without views or rules of one’s own on the tables: whoever runs PostgreSQL takes them away, and makes them again afterwards',
  ],
  ['53300', 'data-file-busy', 'another try in a moment: the database takes no more connections'],
  ['53', 'site-database-full', 'room for the database of the site; nothing was stored'],
  ['55P03', 'data-file-busy', 'another try in a moment: many wait for the data'],
  // Whoever runs the server gives a statement so long (statement_timeout): what it was in is undone.
  ['57014', 'data-file-busy', 'another try in a moment: the database takes too long for it just now'],
  // What a standby says to a change.
  ['0A000', 'site-database-standby', PRIMARY],
  ['25006', 'site-database-standby', PRIMARY],
  ['57', 'site-database-gone', GONE],
  ['08', 'site-database-gone', GONE],
  [
    'CERT_HAS_EXPIRED',
    'site-database-certificate-expired',
    'a server of the database whose certificate has not ended, and a right clock here',
  ],
  [
    'CERT_NOT_YET_VALID',
    'site-database-certificate-not-yet-valid',
    'a server of the database whose certificate has begun, and a right clock here',
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'site-database-certificate-of-another-name',
    'the host by a name that the certificate of the database’s server carries',
  ],
  ...['DEPTH_ZERO', 'SELF_SIGNED', 'UNABLE_TO_', 'CERT_', 'INVALID_CA'].map(
    (begins) =>
      [
        begins,
        'site-database-certificate-unknown',
        'a server whose certificate is of an authority that sslrootcert names',
      ] as const,
  ),
  ['ERR_OSSL', 'site-database-certificate-file', PEM],
  ['ERR_SSL', 'site-database-no-tls', 'a server of the database that speaks TLS 1.2 or later'],
  ['EPROTO', 'site-database-no-tls', 'a server of the database that speaks TLS 1.2 or later'],
  ['ECONN', 'site-database-gone', GONE],
  ['ENOTFOUND', 'site-database-gone', GONE],
  ['EAI_', 'site-database-gone', GONE],
  ['EHOST', 'site-database-gone', GONE],
  ['ENET', 'site-database-gone', GONE],
  ['EPIPE', 'site-database-gone', GONE],
  ['ETIMEDOUT', 'site-database-gone', GONE],
];
/** What the driver says without a code: where a connection ends in the middle of a word, and where the server knows no TLS. */
const WORDS: readonly (readonly [words: RegExp, of: string])[] = [
  [
    /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/,
    '08',
  ],
  [/^(?:The server does not support SSL|There was an error establishing an SSL)/, 'EPROTO'],
];
/** Two transactions that can not both have been first: the same work again meets what is there now. */
const AGAIN = ['40001', '40P01'];

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isForAnotherTry = (error: unknown): boolean => AGAIN.includes(codeOf(error));

/** The refusal for what a person can mend; anything else as it came. No address and no password stands in it. */
export function asRefusal(error: unknown): unknown {
  const words = error instanceof Error ? error.message : '';
  const code = codeOf(error) || (WORDS.find(([said]) => said.test(words))?.[1] ?? '');
  const known = FAULTS.find(([begins]) => code !== '' && code.startsWith(begins));
  return known ? new Refused(issue(known[1], null, known[2])) : error;
}
