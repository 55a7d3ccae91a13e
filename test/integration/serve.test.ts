import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { afterEach, expect, test } from 'vitest';
import { readBefore } from './support/kit';
import { strongroom } from './support/command';
import { built, sample, temporaryFolder } from './support/house';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts the built command line as a person does; resolves when it answers. */
async function serve(...args: string[]): Promise<{ address: string; stop: () => Promise<number | null> }> {
  const child = spawn(process.execPath, [join(built, 'cli.js'), 'serve', ...args, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = await readBefore(child, /on (http:\/\/\S+)/);
  return {
    address: said,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', (code) => resolve(code));
        child.kill('SIGTERM');
      }),
  };
}

test('a trained model is served: rows in JSON and CSV, a description, counts, and a quiet end', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  expect(
    (await strongroom('train', sample('penguins.csv'), '--target', 'Species', '--out', model)).code,
  ).toBe(0);
  const { address, stop } = await serve(model);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);

  const at = (path: string, init?: RequestInit): Promise<Response> => fetch(new URL(path, address), init);
  const predict = (body: string, type = 'application/json'): Promise<Response> =>
    at('/predict', { method: 'POST', headers: { 'Content-Type': type }, body });
  expect(await (await at('/health')).json()).toMatchObject({ status: 'ok', target: 'Species' });

  // The same answers as `predict` writes, for the rows of the file itself.
  const csv = readFileSync(sample('penguins.csv'), 'utf8').replaceAll(/,\.$/gm, ',');
  const predicted = join(folder, 'predicted.csv');
  await strongroom('predict', model, sample('penguins.csv'), '--out', predicted);
  const wanted = readFileSync(predicted, 'utf8').trim().split(/\r?\n/).slice(1);
  const answer = (await (await predict(csv, 'text/csv')).json()) as {
    predictions: { predicted: string; probabilities: Record<string, number> }[];
  };
  expect(answer.predictions).toHaveLength(wanted.length);
  const agree = answer.predictions.filter((one, row) => wanted[row]?.includes(one.predicted));
  expect(agree).toHaveLength(wanted.length);

  const one = {
    Island: 'Biscoe',
    'Beak Length (mm)': 50,
    'Beak Depth (mm)': 15,
    'Flipper Length (mm)': 220,
    'Body Mass (g)': 5500,
    Sex: null,
  };
  const document = (await (await predict(JSON.stringify(one))).json()) as {
    predictions: { predicted: string; probabilities: Record<string, number> }[];
    warnings: unknown[];
  };
  expect(document.predictions[0]?.predicted).toBe('Gentoo');
  const total = Object.values(document.predictions[0]?.probabilities ?? {}).reduce(
    (sum, value) => sum + value,
    0,
  );
  expect(total).toBeCloseTo(1, 5);
  expect(document.warnings).toEqual([]);

  // What is answered is what the description says, by an independent validator.
  const description = (await (await at('/openapi.json')).json()) as {
    components: { schemas: Record<string, object> };
  };
  const { components } = description;
  const follows = (name: string, value: unknown): unknown[] => {
    const validate = new Ajv({ strict: false }).compile({ $ref: `#/components/schemas/${name}`, components });
    return validate(value) ? [] : (validate.errors ?? []);
  };
  expect(follows('Row', one)).toEqual([]);
  expect(follows('Predictions', document)).toEqual([]);

  const refused = await predict(JSON.stringify({ ...one, 'Body Mass (g)': 'heavy' }));
  const told: unknown = await refused.json();
  expect([refused.status, told]).toMatchObject([
    422,
    {
      error: { code: 'CONTRACT_MISMATCH' },
      problems: [{ row: 1, column: 'Body Mass (g)', received: '"heavy"' }],
    },
  ]);
  expect(follows('Error', told)).toEqual([]);
  expect((await predict('a=1', 'application/x-www-form-urlencoded')).status).toBe(415);
  expect((await predict(`"${'x'.repeat(6_000_000)}"`).catch(() => ({ status: 413 }))).status).toBe(413);
  expect((await at('/nothing')).status).toBe(404);
  expect((await at('/predict')).status).toBe(405);
  expect((await at('/health', { headers: { Origin: 'http://evil.example' } })).status).toBe(403);
  const page = await at('/');
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Body Mass (g)')]);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");

  const metrics = await (await at('/metrics')).text();
  expect(metrics).toContain('strongroom_requests_total{route="/predict",status="200"} 2');
  expect(metrics).toContain(`strongroom_rows_total ${String(wanted.length + 1)}`);
  expect(metrics).toContain('strongroom_errors_total{code="CONTRACT_MISMATCH"} 1');
  expect(metrics).toMatch(/_bucket\{le="\+Inf"\} \d+\n.*_sum [\d.e-]+\n.*_count \d+/);
  expect(await stop()).toBe(0);
});

test('another machine reaches it only when a person says so, and what holds no model is refused', async () => {
  const folder = await temporaryFolder();
  const open = await strongroom('serve', folder, '--host', '0.0.0.0');
  expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('Other machines can reach 0.0.0.0')]);
  await writeFile(join(folder, 'notes.txt'), 'nothing');
  const none = await strongroom('serve', folder);
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('MODEL_NOT_FOUND')]);
});
