import { expect, test } from 'vitest';
import { Random } from '../../src-main/engine/random';
import { asOnnx, newJob, startBackend, trainToEnd, upload } from './support/house';

/** Names that our own SQL, frames or exports use, or that need quoting in one of them. */
const names = [
  'file_row_number',
  'row',
  'part',
  '#row',
  'predicted',
  'probabilities',
  'a "quoted", name',
  '列',
];

test('columns may have any name: they are imported, learned from, exported and predicted', async () => {
  const random = new Random(5);
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = Array.from({ length: 200 }, () => {
    const values = names.map(() => random.next().toFixed(3));
    return `${values.join(',')},${Number(values[1]) > 0.5 ? 'high' : 'low'}`;
  });
  const csv = Buffer.from(`${[...names, 'select'].map(quote).join(',')}\n${lines.join('\n')}\n`);
  const backend = await startBackend();
  const { handlers } = backend;
  const source = await upload(backend, 'odd names.csv', csv);
  const dataset = await handlers['datasets.import']({ job: newJob(), source });
  expect(dataset.columns.map(({ name }) => name)).toEqual([
    'file_row_number (2)',
    ...names.slice(1),
    'select',
  ]);
  expect(dataset.warnings).toEqual([expect.objectContaining({ column: 'file_row_number (2)' })]);
  const { total } = await handlers['datasets.rows']({ dataset: dataset.id, offset: 190, limit: 10 });
  expect(total).toBe(200);

  const { recipe } = await handlers['projects.current']({});
  await handlers['recipes.update']({ recipe: { ...recipe, target: 'select' } });
  const session = await trainToEnd(backend);
  expect(session).toMatchObject({ state: 'done', error: null });
  const exported = await handlers['runs.export']({ job: newJob(), run: session.id, ...asOnnx });
  expect(exported.verification.passed).toBe(true);
  expect(new Set([...exported.inputs, ...exported.outputs].map(({ name }) => name)).size).toBe(
    names.length + 2,
  );

  const again = await upload(backend, 'odd names.csv', csv);
  const predicted = await handlers['runs.predict']({ job: newJob(), run: session.id, source: again });
  expect(predicted.rows).toBe(200);
  expect(new Set(predicted.header).size).toBe(predicted.header.length);
});
