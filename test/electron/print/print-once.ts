import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** Prints the SHA-256 of every artefact of the two fixtures: run in a process of its own, with its own clock and zone. */
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const load = async <T>(path: string) => (await runnerImport<T>(here(path), { configFile: false, logLevel: 'silent' })).module;

const { allHashes } = await load<typeof import('./hashes.ts')>('./hashes.ts');
process.stdout.write(JSON.stringify(await allHashes()));
