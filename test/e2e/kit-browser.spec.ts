import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../support/browser-host';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** A model that answers with classes, once for all formats. */
let model = '';
const strongroom = (...args: string[]): Buffer =>
  execFileSync(process.execPath, [join(root, 'out/main/cli.js'), ...args], { stdio: 'pipe' });
test.beforeAll(() => {
  model = join(mkdtempSync(join(tmpdir(), 'strongroom-kit-')), 'model');
  const data = join(root, 'resources/samples/penguins.csv');
  strongroom('train', data, '--target', 'Species', '--epochs', '5', '--out', model);
});
test.afterAll(() => rmSync(dirname(model), { recursive: true }));

for (const format of ['onnx', 'tflite', 'tfjs'])
  test(`the browser example of a kit gives the answers of the workbench: ${format}`, async ({
    page,
  }, info) => {
    const kit = info.outputPath('kit');
    mkdirSync(info.outputPath('.'), { recursive: true });
    strongroom('export', model, '--format', format, '--kit', '--out', kit);
    // Stands in for `npm install` in the example.
    symlinkSync(join(root, 'node_modules'), join(kit, 'examples/browser/node_modules'));

    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
      const file = join(kit, path.endsWith('/') ? `${path}index.html` : path);
      try {
        const body = readFileSync(file);
        response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        const { host } = new URL(request.url());
        if (host !== `127.0.0.1:${String(port)}` && host !== '') elsewhere.push(request.url());
      });
      await page.goto(`http://127.0.0.1:${String(port)}/examples/browser/`);
      await expect(page.getByRole('status')).toContainText('8 rows: the same answers as the workbench', {
        timeout: 60_000,
      });
      expect(elsewhere).toEqual([]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
