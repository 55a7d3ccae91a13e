import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { importFile } from '../../../../src-main/engine/data/importers/import';
import { inspect } from '../../../../src-main/engine/data/importers/inspect';
import { context, importText, place } from './support';

const lines = [
  '{"name": "Ada", "age": 36}',
  '{"name": "Broken", "age": ',
  '',
  '{"name": "Grace", "age": 45}',
  'not JSON at all',
  '[1, 2]',
  '{"name": "Twice", "age": 1, "age": 2}',
  '{"name": "Edsger", "age": 72} trailing',
  '{"name": "say \\"age\\": 3", "age": NaN}',
  '{"name": "Alan", "age": 41}',
];

test.each(['\n', '\r\n'])(
  'lines of JSON that are no records are set aside with line and reason',
  async (lineBreak) => {
    const { rows, rejected, outcome } = await importText(lines.join(lineBreak), { name: 'people.jsonl' });
    expect(rows).toEqual([
      ['Ada', 36],
      ['Grace', 45],
      ['say "age": 3', null],
      ['Alan', 41],
    ]);
    expect(rejected).toEqual([
      { line: 2, reason: expect.stringMatching(/^no JSON: /), text: lines[1] },
      { line: 5, reason: expect.stringMatching(/^no JSON: /), text: lines[4] },
      { line: 6, reason: 'no record', text: lines[5] },
      { line: 7, reason: 'a name stands twice in the record', text: lines[6] },
      { line: 8, reason: expect.stringMatching(/^no JSON: /), text: lines[7] },
    ]);
    expect(outcome.rejectedRows).toBe(5);
    expect(outcome.warnings).toMatchObject([{ code: 'REJECTED_ROWS', rows: 5 }]);
  },
);

test('one broken line among very many costs no more than itself', async () => {
  const many = Array.from({ length: 60_000 }, (_, i) => `{"place": ${i}, "word": "w${i % 7}"}`);
  many[50_000] = '{"place": 50000, "word": "cut';
  const { outcome, rejected } = await importText(many.join('\n'), { name: 'many.jsonl' });
  expect(outcome.rows).toBe(59_999);
  expect(rejected).toMatchObject([{ line: 50_001, text: many[50_000] }]);
});

test('bytes that are no text cost the line that holds them', async () => {
  const bad = Buffer.concat([Buffer.from('{"a": "x'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n')]);
  const content = Buffer.concat([Buffer.from('{"a": "é"}\n'), bad, Buffer.from('{"a": "z"}\n')]);
  const { rows, rejected } = await importText(content, { name: 'bytes.jsonl' });
  expect(rows).toEqual([['é'], ['z']]);
  expect(rejected).toMatchObject([{ line: 2, reason: 'bytes that are no text in UTF-8' }]);
});

test('the first look tells of broken lines, too', async () => {
  const path = place('looked-at');
  await writeFile(path, lines.join('\n'));
  const found = await inspect({ path, name: 'people.jsonl' }, context());
  expect(found.columns.map(({ name }) => name)).toEqual(['name', 'age']);
  expect(found.warnings).toMatchObject([{ code: 'REJECTED_ROWS', rows: 5 }]);
});

test.each([
  ['[{"a": 1},\n {"a": 2', /ends on line 2 within record 2, which begins on line 2/],
  ['[{"a": 1},\n {"a": 2},\n', /ends on line 3 behind record 2, its list is not closed/],
  ['[{"a": {"b": 1}},\n\n {"a": {"b" 2}},\n {"a": 3}]', /record 2, which begins on line 3, is no JSON/],
  ['[{"a": "never closed},\n {"a": 2}]', /ends on line 2 within record 1, which begins on line 1/],
  ['{"rows": [{"a": 1}, {"a": 2', /ends on line 1 within record 1/],
])('a list of records that breaks off is refused with the place: %s', async (content, place_) => {
  const path = place('broken');
  await writeFile(path, content);
  const refused = importFile({ path, name: 'broken.json', directory: place('dataset') }, context());
  await expect(refused).rejects.toMatchObject({
    code: 'FILE_DAMAGED',
    received: expect.stringMatching(place_),
    next: expect.any(String),
  });
});

test('lines of which none is a record are refused', async () => {
  const path = place('none');
  await writeFile(path, '{"a": 1]}\n{"a" 2}\n');
  const refused = importFile({ path, name: 'none.jsonl', directory: place('dataset') }, context());
  await expect(refused).rejects.toMatchObject({
    code: 'NO_READABLE_ROWS',
    received: expect.stringMatching(/^line 1: no JSON/),
  });
});
