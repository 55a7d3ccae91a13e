import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsIn, tokensOf } from '../../../../src-main/contract/cleaning/expression';
import { run, step, tableOf } from './support';

const text = (...cells: (string | null)[]) => ({ type: 'VARCHAR', cells });
const decimal = (...cells: (number | null)[]) => ({ type: 'DOUBLE', cells });

const odd = 'it\'s "50.5%" #row';
const table = tableOf({
  price: decimal(10, 0, null, -1),
  area: decimal(4, 0, 2, 1),
  [odd]: text("it's", 'b', null, '2024-02-30'),
  born: { type: 'DATE', cells: ['2000-01-31', '2000-02-01', null, '1999-12-31'] },
  seen: { type: 'TIMESTAMP', cells: ['2000-02-01 12:00', '2000-01-31 00:00', null, '2000-01-01 00:00'] },
});
const derive = async (parameters: object) =>
  (await run(table, [step({ kind: 'derive-column', into: 'new', ...parameters })])).cells['new'];

describe('derive-column', () => {
  test('expressions over odd names; what cannot be computed is missing', async () => {
    expect(await derive({ expression: '"price" / area' })).toEqual([2.5, null, null, -1]);
    expect(await derive({ expression: 'ln(price)' })).toEqual([Math.log(10), null, null, null]);
    expect(await derive({ expression: `upper("${odd.replaceAll('"', '""')}") || '''!'` })).toEqual([
      "IT'S'!",
      "B'!",
      null,
      "2024-02-30'!",
    ]);
    expect(await derive({ expression: 'extract(year from born)' })).toEqual([2000, 2000, null, 1999]);
    expect(await derive({ expression: "case when price > 5 then 'high' else 'low' end" })).toEqual([
      'high',
      'low',
      'low',
      'low',
    ]);
    expect(await derive({ expression: 'try_cast("price" as varchar)' })).toEqual([
      '10.0',
      '0.0',
      null,
      '-1.0',
    ]);
  });

  test('forms that need no SQL', async () => {
    expect(await derive({ form: 'ratio', first: 'price', second: 'area' })).toEqual([2.5, null, null, -1]);
    expect(await derive({ form: 'difference', first: 'price', second: 'area' })).toEqual([6, 0, null, -2]);
    expect(await derive({ form: 'days', first: 'born', second: 'seen' })).toEqual([1.5, -1, null, 1]);
    expect(await derive({ form: 'log', first: 'price' })).toEqual([Math.log(11), 0, null, null]);
    await expect(derive({ form: 'ratio', first: 'price' })).rejects.toMatchObject({ code: 'STEP_INVALID' });
  });

  test('nothing but an expression over the columns is let through', async () => {
    for (const expression of [
      '',
      'price; drop table source',
      '(select 1)',
      '(from source)',
      "read_csv('/etc/passwd')",
      "getenv('HOME')",
      'sum(price)',
      'random()',
      'row_number() over ()',
      'price, area',
      'price as x',
      'price -- a comment',
      'price /* a comment */',
      '(price',
      'price)',
      "'price",
      'columns(*)',
      '*',
      'price +',
      'nothing + 1',
      '$1',
      'price::hugeint[]',
    ]) {
      await expect(derive({ expression }), expression).rejects.toMatchObject({ code: 'STEP_INVALID' });
    }
    expect(() => tokensOf('1 + foo(2)')).toThrow(/foo .* at character 5/);
    expect(columnsIn('"a""b" + price * "a""b"')).toEqual(['a"b', 'price']);
    await expect(derive({ expression: '1', into: 'Price' } as never)).rejects.toMatchObject({
      received: 'Price',
    });
  });

  test('whatever is typed either works or is told', async () => {
    const words = [
      'price',
      '"area"',
      '+',
      '(',
      ')',
      "'x'",
      '1',
      'from',
      'select',
      'case',
      'then',
      ',',
      'ln',
      'as',
      'not',
      'in',
      'interval',
      '::',
      'date',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }), async (parts) => {
        const told: unknown = await derive({ expression: parts.join(' ') }).catch((error: unknown) => error);
        if (!Array.isArray(told)) expect(told).toMatchObject({ code: 'STEP_INVALID' });
      }),
      { numRuns: 40 },
    );
  });
});
