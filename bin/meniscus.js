#!/usr/bin/env node
// Plain JavaScript for any Node: the store needs Node 22 or newer, so an older one hands over to the
// `node` package in node_modules.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);

function packagedNode() {
  try {
    const folder = dirname(createRequire(here).resolve('node/package.json'));
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function handOver(node) {
  const child = spawn(node, [here, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A service manager ends only the parent: pass that on. Ctrl-C reaches both by itself.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

if (Number(process.versions.node.split('.')[0]) >= 22) {
  await import('../out/main/cli.js');
} else {
  const node = packagedNode();
  if (node === undefined) {
    console.error(`meniscus needs Node 22 or newer; this is ${process.versions.node}. Run "npm ci" first.`);
    process.exitCode = 1;
  } else {
    handOver(node);
  }
}
