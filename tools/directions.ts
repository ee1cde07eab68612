/**
 * `npm run directions`: who imports whom, never in a circle, constructs that one folder may not use, exports that nobody
 * asks for, and functions of the engine without a word of what they answer.
 */
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { parseSync } from 'vite';
import { circles } from './circles.ts';
import { silent, unused } from './exports.ts';
import {
  constructs,
  floatColumn,
  folderRules,
  migrationFile,
  rooms,
  vocabulary,
} from './directions-rules.ts';

type Node = { type: string; start: number; [key: string]: unknown };
type Import = { target: string; typeOnly: boolean; start: number };

/** All violations in one file, as `path:line  text`. `path` is relative to the project, with slashes. */
export function violations(path: string, text: string, dependencies: string[]): string[] {
  const folder = path.split('/')[0] ?? '';
  const found: { start: number; what: string }[] = [];
  const lines = text.split('\n');
  const lineOf = (start: number) => text.slice(0, start).split('\n').length;
  const isMarked = (line: number) =>
    /\/\/ count: \S/.test(lines[line - 1] ?? '') || /^\s*\/\/ count: \S/.test(lines[line - 2] ?? '');

  if (path.endsWith('.sql')) {
    const column = floatColumn.exec(text.replace(/--.*$/gm, (comment) => ' '.repeat(comment.length)));
    if (migrationFile.test(path) && column) found.push({ start: column.index, what: `column ${column[0]}` });
  } else {
    const { program, errors } = parseSync(path, text);
    if (errors[0]) return [`${path}: ${errors[0].message}`];
    const visit = (node: Node): void => {
      const imported = importIn(node);
      if (imported) {
        const what = refusal(folder, path, imported, dependencies);
        if (what !== undefined) found.push({ start: imported.start, what });
      }
      const used = constructIn(node);
      const rule = constructs.find(({ what, folders }) => what === used && folders.includes(folder));
      if (rule && !(rule.marker && isMarked(lineOf(node.start))))
        found.push({ start: node.start, what: `uses ${rule.what}` });
      const column = migrationFile.test(path) ? floatColumn.exec(literalIn(node)) : null;
      if (column) found.push({ start: node.start, what: `column type ${column[0]}` });
      for (const child of Object.values(node).flat()) if (isNode(child)) visit(child);
    };
    visit(program as unknown as Node);
  }
  return found.map(({ start, what }) => `${path}:${lineOf(start)}  ${what}`);
}

/** The files that a file imports within the project, types included. */
export function importsOf(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    const target = importIn(node)?.target;
    if (target?.startsWith('.')) found.push(fileOf(path, target));
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child);
  };
  if (!path.endsWith('.sql')) visit(parseSync(path, text).program as unknown as Node);
  return found;
}

const fileOf = (path: string, target: string): string =>
  posix.join(posix.dirname(path), target.replace(/\?.*$/, ''));

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const nameOf = (value: unknown): string =>
  isNode(value) && value.type === 'Identifier' ? String(value.name) : '';

/** The text of a string or template, where SQL may stand. */
function literalIn(node: Node): string {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : '';
  return node.type === 'TemplateElement' ? (node.value as { raw: string }).raw : '';
}

function importIn(node: Node): Import | undefined {
  if (!/^(Import|ExportNamed|ExportAll)Declaration$|^ImportExpression$|^TSImportType$/.test(node.type))
    return;
  const source = node.source as Node | null;
  if (!source) return undefined;
  const specifiers = (node.specifiers ?? []) as Node[];
  const isType = (n: Node) => n.importKind === 'type' || n.exportKind === 'type';
  const typeOnly =
    node.type === 'TSImportType' || isType(node) || (specifiers.length > 0 && specifiers.every(isType));
  const target = typeof source.value === 'string' ? source.value : '(computed)';
  return { target, typeOnly, start: node.start };
}

function refusal(folder: string, path: string, imported: Import, dependencies: string[]): string | undefined {
  const rule = folderRules[folder];
  if (!rule) return undefined;
  const { target, typeOnly } = imported;
  if (target.startsWith('.')) {
    const file = fileOf(path, target);
    const to = file.split('/')[0] ?? '';
    if (to === folder)
      return typeOnly && vocabulary.includes(`${folder}/${roomOf(path)}`)
        ? undefined
        : upstairs(folder, path, file);
    if (rule.folders.includes(to) || rule.modules?.includes(file)) return undefined;
    return rule.typesOnly?.includes(to) && typeOnly ? undefined : `${folder} may not import ${file}`;
  }
  if (isBuiltin(target)) return rule.node ? undefined : `${folder} may not import ${target}`;
  const name = target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
  const allowed =
    rule.packages === 'dependencies'
      ? dependencies.includes(name) || typeOnly
      : rule.packages.some((entry) => (entry.endsWith('/') ? name.startsWith(entry) : name === entry));
  return allowed ? undefined : `${folder} may not import ${target}`;
}

/** The room a file stands in; `.` where it stands before all rooms. */
const roomOf = (path: string): string => (path.split('/').length > 2 ? (path.split('/')[1] ?? '.') : '.');

/** Within a folder with rooms: nothing imports from a row above its own, types included. */
function upstairs(folder: string, path: string, file: string): string | undefined {
  const rows = rooms[folder];
  if (!rows) return undefined;
  const [from, to] = [roomOf(path), roomOf(file)];
  const rowOf = (room: string) => rows.findIndex((row) => row.includes(room));
  if (rowOf(from) < 0) return `${folder}/ has no room for ${path}`;
  return rowOf(to) >= 0 && rowOf(to) <= rowOf(from)
    ? undefined
    : `${folder}/${from} may not import ${folder}/${to} (${file})`;
}

/** Where a refusal says what would have been accepted: a code with facts, whose sentence stands in `words/`. */
const WANTED: ReadonlyMap<string, number> = new Map([
  ['issue', 2],
  ['refuseField', 3],
]);
const holdsText = (node: Node): boolean =>
  node.type === 'TemplateLiteral' ||
  (node.type === 'Literal' && typeof node.value === 'string') ||
  [node.consequent, node.alternate].some((part) => isNode(part) && holdsText(part));

function constructIn(node: Node): string | undefined {
  const object = nameOf(node.object);
  const member = node.type === 'MemberExpression' ? nameOf(node.property) : '';
  if (object === 'process') return 'process.';
  if (object === 'z' && member === 'coerce') return 'z.coerce';
  if (member !== '' && ['Date.now', 'Math.random'].includes(`${object}.${member}`))
    return `${object}.${member}`;
  if (node.type === 'Identifier' && node.name === 'parseFloat') return 'parseFloat';
  const callee = nameOf(node.callee);
  if (callee === 'Number') return 'Number(…)';
  const wanted = ((node.arguments ?? []) as Node[])[WANTED.get(callee) ?? -1];
  if (wanted !== undefined && holdsText(wanted)) return 'a sentence in a refusal';
  const isClock = node.type === 'CallExpression' || (node.arguments as unknown[] | undefined)?.length === 0;
  return callee === 'Date' && isClock ? 'new Date()' : undefined;
}

if (import.meta.main) {
  const paths = globSync(`{${Object.keys(folderRules).join(',')}}/**/*.{ts,tsx,js,jsx,mts,cts,sql}`);
  const files = paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const);
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  // electron is a package of the build, and present in every build.
  const names = [...Object.keys(dependencies), 'electron'];
  const all = files.flatMap(([path, text]) => violations(path, text, names));
  for (const circle of circles(new Map(files.map(([path, text]) => [path, importsOf(path, text)]))))
    all.push(`import each other in a circle: ${circle.join(', ')}`);
  const askers = globSync('{tools,test}/**/*.{ts,tsx}').map(
    (path) => [path.replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const,
  );
  const written = files.filter(([path]) => !path.endsWith('.sql') && !path.endsWith('.d.ts'));
  all.push(...unused(new Map([...written, ...askers]), (path) => !/^(?:tools|test)\//.test(path)));
  for (const [path, text] of files) if (path.startsWith('engine/')) all.push(...silent(path, text));
  for (const line of all) console.error(line);
  console.log(`directions: ${files.length} files, ${all.length} violations`);
  if (all.length > 0) process.exitCode = 1;
}
