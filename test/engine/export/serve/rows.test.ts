import Ajv from 'ajv/dist/2020';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonRows, readCsvRows } from '../../../../src-main/engine/export/serve/rows';
import { secondsOf } from '../../../../src-main/engine/export/serve/cells';
import { HttpError } from '../../../../src-main/engine/export/serve/problem';
import { contractSchema } from '../../../../src-main/engine/export/serve/schema';
import { openApi } from '../../../../src-main/engine/export/serve/openapi';
import { contract, goodRow } from './support';

const read = (document: unknown) => readJsonRows(contract, JSON.stringify(document), 100);

/** What a refused request is told. */
function refusal(action: () => unknown): HttpError {
  try {
    action();
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('rows of a request', () => {
  it('are one object, a list of them, or a list under "rows"; missing is null', () => {
    for (const document of [goodRow, [goodRow], { rows: [goodRow] }]) {
      expect(read(document)).toEqual({
        rows: 1,
        columns: [[2.5], [3], ['rot'], ['true'], [Date.UTC(2024, 1, 29) / 1000], ['some words']],
        warnings: [],
      });
    }
    const nothing = Object.fromEntries(Object.keys(goodRow).map((name) => [name, null]));
    expect(read(nothing).columns).toEqual([[Number.NaN], [Number.NaN], [''], [''], [Number.NaN], ['']]);
  });

  it('are refused with the column, the row and what was expected', () => {
    const error = refusal(() => read([goodRow, { ...goodRow, size: 'large', colour: undefined }]));
    expect(error).toMatchObject({ status: 422, code: 'CONTRACT_MISMATCH' });
    expect(error.message).toContain('"size" in row 2');
    expect(error.problems).toEqual([
      { row: 2, column: 'size', expected: 'a number or null', received: '"large"' },
      { row: 2, column: 'colour', expected: 'text or null', received: 'nothing' },
    ]);
    expect(refusal(() => read({ ...goodRow, day: '2024-02-30' })).problems[0]).toMatchObject({
      column: 'day',
    });
    expect(refusal(() => read([])).code).toBe('NO_ROWS');
    expect(refusal(() => readJsonRows(contract, '{', 10)).status).toBe(400);
    expect(refusal(() => readJsonRows(contract, JSON.stringify([goodRow, goodRow]), 1)).status).toBe(413);
  });

  it('are warned of where training had not their like', () => {
    const { warnings } = read([goodRow, { ...goodRow, size: 90 }, { ...goodRow, colour: 'blau', size: -1 }]);
    expect(warnings).toEqual([
      { column: 'size', message: 'outside 1 to 9', rows: 2, firstRow: 2 },
      { column: 'colour', message: '"blau" is not known from training', rows: 1, firstRow: 3 },
    ]);
  });

  it('come as CSV in any order of columns', () => {
    const csv =
      'note,day,open,colour,count,size,more\n"a, b",2024-02-29T06:00:00+02:00,TRUE,rot,3, 2.5 ,x\n,,,,,,\n';
    expect(readCsvRows(contract, csv, 10).columns).toEqual([
      [2.5, Number.NaN],
      [3, Number.NaN],
      ['rot', ''],
      ['true', ''],
      [Date.UTC(2024, 1, 29, 4) / 1000, Number.NaN],
      ['a, b', ''],
    ]);
    expect(refusal(() => readCsvRows(contract, 'size\n1\n', 10)).message).toContain('"count"');
    expect(refusal(() => readCsvRows(contract, csv.replace(' 2.5 ', 'NA'), 10)).problems[0]).toEqual({
      row: 1,
      column: 'size',
      expected: 'a number or null',
      received: '"NA"',
    });
  });
});

describe('the JSON Schema of a contract', () => {
  const validate = new Ajv({ strict: false }).compile(contractSchema(contract));

  it('is one that an independent validator takes, and it takes the example of every column', () => {
    expect(validate(goodRow)).toBe(true);
    expect(validate([goodRow, goodRow])).toBe(true);
    const examples = JSON.parse(
      JSON.stringify(openApi(contract, { largestBody: 1, mostRows: 1 })),
      (key, value: unknown) => (key === 'example' ? value : value),
    ) as {
      paths: {
        '/predict': { post: { requestBody: { content: { 'application/json': { example: unknown[] } } } } };
      };
    };
    const { example } = examples.paths['/predict'].post.requestBody.content['application/json'];
    expect(validate(example)).toBe(true);
    expect(read(example).warnings).toEqual([]);
  });

  it('takes and refuses the rows that the server takes and refuses', () => {
    const values = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        false,
        1,
        2.5,
        -3,
        'rot',
        'x',
        '2024-02-29',
        '2024-02-29T10:00:00Z',
        'true',
        {},
        [],
      ),
      fc.constant(undefined),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(goodRow)), values, (name, value) => {
        const row = { ...goodRow, [name]: value };
        const text = JSON.stringify(row);
        const isTaken = ((): boolean => {
          try {
            readJsonRows(contract, text, 10);
            return true;
          } catch {
            return false;
          }
        })();
        // Words for truth values are taken as a kindness that the schema does not promise.
        if (name === 'open' && value === 'true') return;
        expect([name, value, validate(JSON.parse(text))]).toEqual([name, value, isTaken]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('secondsOf', () => {
  it('agrees with the dates of the language', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(-6e13), max: new Date(2e14), noInvalidDate: true }), (date) => {
        expect(secondsOf(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 3);
        expect(secondsOf(date.toISOString().slice(0, 10))).toBe(
          Date.parse(date.toISOString().slice(0, 10)) / 1000,
        );
      }),
    );
    expect(secondsOf('2024-01-01T00:00:00+05:30')).toBe(Date.parse('2024-01-01T00:00:00+05:30') / 1000);
    expect(['2023-02-29', '2024-13-01', '2024-01-01T24:00', 'x', ''].map(secondsOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
