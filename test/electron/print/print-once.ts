import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import type { Hashes } from './hashes.ts';

/** Prints the SHA-256 of the artefacts of the two fixtures: run in a process of its own, which no JSX keeps from starting. */
const path = fileURLToPath(new URL('./hashes.ts', import.meta.url));
const { module } = await runnerImport<Hashes>(path, { configFile: false, logLevel: 'silent' });
process.stdout.write(JSON.stringify(await module.allHashes()));
