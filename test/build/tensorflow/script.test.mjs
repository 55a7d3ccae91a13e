import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { thisMachine } from '../../../build/scripts/tensorflow/machine.mjs';

const root = resolve(import.meta.dirname, '../../..');
const script = join(root, 'build/scripts/engine-tensorflow.mjs');

let engines = '';
beforeEach(() => (engines = mkdtempSync(join(tmpdir(), 'strongroom-script-'))));
afterEach(() => rmSync(engines, { recursive: true, force: true }));

/** Runs the script with a folder of engines of its own; any program that knows --version stands for a compiler. */
function run(...args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [script, ...args], {
      env: { ...process.env, STRONGROOM_ENGINES: engines, CXX: process.execPath },
    });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += chunk));
    child.on('close', (code) => done({ code, words }));
  });
}

/** An index that announces a wheel for this machine, and gives another content for it. */
async function startIndex() {
  const { platform, architecture } = thisMachine();
  const kind = architecture === 'arm64' ? (platform === 'darwin' ? 'arm64' : 'aarch64') : 'x86_64';
  const tag = platform === 'darwin' ? `macosx_11_0_${kind}` : `manylinux2014_${kind}`;
  const filename = `tensorflow_cpu-2.21.0-cp313-cp313-${tag}.whl`;
  const wheel = { filename, url: `/${filename}`, size: 100, digests: { sha256: 'ab'.repeat(32) } };
  const document = { info: { name: 'tensorflow-cpu' }, releases: { '2.21.0': [wheel] } };
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(request.url.endsWith('/json') ? JSON.stringify(document) : 'something else');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { index: `http://127.0.0.1:${server.address().port}/pypi`, server, asked };
}

test.skipIf(process.platform === 'win32')(
  'a wheel that was changed on its way is refused, and nothing of it stays',
  async () => {
    const { index, server, asked } = await startIndex();
    const { code, words } = await run('--index', index);
    server.close();
    expect(asked).toHaveLength(2);
    expect([code, words]).toEqual([1, expect.stringContaining('should be abababab')]);
    expect(words).not.toContain('    at ');
    expect(readdirSync(engines)).toEqual([]);
  },
);

test.each([
  [['--way', 'magic'], '--way is package or wheel'],
  [['--fast'], "Unknown option '--fast'"],
  [['--version'], '--version'],
])('%o is wrong usage', async (args, expected) => {
  const { code, words } = await run(...args);
  expect([code, words]).toEqual([2, expect.stringContaining(expected)]);
  expect(words).toContain('npm run engine:tensorflow');
});

test('a path that is not there is told without a trace', async () => {
  const { code, words } = await run('--from', '/nowhere');
  expect([code, words]).toEqual([1, expect.stringContaining('does not exist')]);
  expect(words).not.toContain('    at ');
  expect(readdirSync(engines)).toEqual([]);
});

test('help and removing need no connection', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, words: expect.stringContaining('--from PATH') });
  expect(await run('--remove')).toMatchObject({ code: 0, words: expect.stringContaining('is removed') });
});

test('only a person runs it', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const naming = Object.keys(scripts).filter((name) => scripts[name].includes('engine-tensorflow'));
  expect(naming).toEqual(['engine:tensorflow']);
  const others = readdirSync(join(root, 'build/scripts')).filter(
    (name) => name.endsWith('.mjs') && name !== 'engine-tensorflow.mjs',
  );
  for (const name of others) {
    expect(readFileSync(join(root, 'build/scripts', name), 'utf8'), name).not.toMatch(/engine.tensorflow/);
  }
});
