/** Who may import what. A folder that is not named here (test, tools) may import anything. */
export interface FolderRule {
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
  bridge: { folders: ['bridge', 'engine'], packages: ['zod'], node: false },
  db: { folders: ['db', 'engine'], packages: ['kysely', 'better-sqlite3', 'zod'], node: true },
  electron: { folders: ['electron', 'bridge', 'db', 'engine'], packages: 'dependencies', node: true },
  renderer: {
    folders: ['renderer', 'bridge'],
    typesOnly: ['engine'],
    // Formatters and input parsers; no dose arithmetic on the screen side.
    modules: ['engine/notation.ts', 'engine/quantity.ts', 'engine/units.ts', 'engine/explain/edit.ts'],
    packages: ['react', 'react-dom', '@mantine/', '@tanstack/', '@fontsource/', 'pdfjs-dist', 'zod'],
    node: false,
  },
};

/** Constructs that are refused, per folder. `{ marker: true }` may be allowed by a comment `// count: why`. */
export interface ConstructRule {
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
];

/** Column types that would hold a dose as a binary float, in anything under db/ that names a migration. */
export const migrationFile = /^db\/.*migrat/;
export const floatColumn = /\b(real|numeric|decimal|float[48]?|double)\b/i;
