/** Who may import what. A folder that is not named here (test, tools) may import anything. */
interface FolderRule {
  /** Own folders that it may import; of `typesOnly` ones types, and the modules in `modules`. */
  folders: string[];
  typesOnly?: string[];
  modules?: string[];
  /** npm packages: names, scopes with a trailing slash, or every package that is a run-time dependency. */
  packages: string[] | 'dependencies';
  node: boolean;
}

export const folderRules: Record<string, FolderRule> = {
  engine: { folders: ['engine'], packages: ['fraction.js', 'mathjs', 'zod'], node: false },
  words: {
    folders: ['words'],
    typesOnly: ['engine'],
    modules: ['engine/number/notation.ts', 'engine/formulary/regimen-kinds.ts'],
    packages: [],
    node: false,
  },
  bridge: { folders: ['bridge', 'engine'], packages: ['zod'], node: false },
  db: { folders: ['db', 'engine'], packages: ['kysely', 'better-sqlite3', 'pg', 'zod'], node: true },
  electron: {
    folders: ['electron', 'bridge', 'words', 'db', 'engine'],
    packages: 'dependencies',
    node: true,
  },
  renderer: {
    folders: ['renderer', 'bridge', 'words'],
    typesOnly: ['engine'],
    // Formatters, input parsers and names; no dose arithmetic on the screen side.
    modules: [
      'engine/number/notation.ts',
      'engine/number/quantity.ts',
      'engine/number/units.ts',
      'engine/explain/edit.ts',
      'engine/formulary/range-words.ts',
      'engine/formulary/regimen-kinds.ts',
      'engine/answers/subjects.ts',
    ],
    packages: ['react', 'react-dom', '@mantine/', '@tanstack/', '@fontsource/', 'pdfjs-dist', 'zod'],
    node: false,
  },
};

/**
 * The rooms of a folder, from the ground up: a room may import itself, its own row and every row below. A folder that
 * stands here has no other rooms.
 */
export const rooms: Record<string, readonly (readonly string[])[]> = {
  engine: [
    ['answers', 'number', 'time'],
    ['derivation', 'gs1'],
    ['pumps'],
    ['formulary'],
    ['order'],
    ['program'],
    ['exposure'],
    ['facts'],
    ['timeline', 'checks'],
    ['explain', 'calculators'],
  ],
  electron: [['print'], ['delivery'], ['services'], ['handlers'], ['.'], ['hosts']],
};

/** Rooms that only name what others speak of: they may import types, and only types, from any row; never in a circle. */
export const vocabulary: readonly string[] = ['engine/answers'];

/** Constructs that are refused, per folder. `{ marker: true }` may be allowed by a comment `// count: why`. */
interface ConstructRule {
  what: string;
  folders: string[];
  marker?: true;
}

export const constructs: ConstructRule[] = [
  { what: 'Date.now', folders: ['engine'] },
  { what: 'new Date()', folders: ['engine'] },
  { what: 'Math.random', folders: ['engine'] },
  { what: 'process.', folders: ['engine'] },
  { what: 'Number(…)', folders: ['engine'], marker: true },
  { what: 'parseFloat', folders: ['engine', 'db', 'bridge'] },
  { what: 'z.coerce', folders: ['engine', 'db', 'bridge'] },
  { what: 'a sentence in a refusal', folders: ['engine'] },
];

/** Column types that would hold a dose as a binary float, in anything under db/ that names a migration. */
export const migrationFile = /^db\/.*migrat/;
export const floatColumn = /\b(real|numeric|decimal|float[48]?|double)\b/i;
