import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run, step, tableOf } from './support';

const text = (...cells: (string | null)[]) => ({ type: 'VARCHAR', cells });
const done = async (parameters: { kind: 'parse-numbers' | 'parse-dates' | 'change-type' }, table: string) =>
  (await run(table, [step({ columns: ['a'], ...parameters })])).cells['a'];

describe('parse-numbers', () => {
  const parse = (parameters: object, ...cells: (string | null)[]) =>
    done({ kind: 'parse-numbers', ...parameters }, tableOf({ a: text(...cells) }));

  test('marks, signs, currencies and percent', async () => {
    expect(
      await parse(
        {},
        '1,234.5',
        ' $ 12 ',
        '-€3.50',
        '(7)',
        '12 EUR',
        '1e3',
        '.5',
        '5 %',
        "1'000'000",
        '\u22122',
      ),
    ).toEqual([1234.5, 12, -3.5, -7, 12, 1000, 0.5, 0.05, 1e6, -2]);
    expect(await parse({ decimal: ',', percent: 'number' }, '1.234,5', '1\u202f234,5 €', '5,5%')).toEqual([
      1234.5, 1234.5, 5.5,
    ]);
  });

  test('what is in doubt or no number becomes missing, or stays', async () => {
    const cells = ['1,5', '1.2.3', '12 34', 'x', '12 kg', '', '--1', '(7', null];
    expect(await parse({}, ...cells)).toEqual(cells.map(() => null));
    expect(await parse({ unreadable: 'keep' }, '1,000', 'x', '2.50')).toEqual(['1000', 'x', '2.5']);
  });

  test('units are converted to one', async () => {
    expect(await parse({ unit: 'kg', decimal: ',' }, '12 kg', '1,5 t', '250 g', '3', '2 m')).toEqual([
      12,
      1500,
      0.25,
      3,
      null,
    ]);
    const celsius = await parse({ unit: '°C' }, '212 °F', '300 K', '-40F', '20C');
    for (const [index, value] of [100, 26.85, -40, 20].entries())
      expect(celsius?.[index]).toBeCloseTo(value, 9);
    expect(await parse({ unit: 'MiB' }, '1 GiB', '512 KiB')).toEqual([1024, 0.5]);
    expect(await parse({ factors: [{ from: 'Box', to: '12' }] }, '2 box', '3')).toEqual([24, 3]);
    await expect(parse({ unit: 'stone' }, '1')).rejects.toMatchObject({ code: 'STEP_INVALID' });
    await expect(parse({ factors: [{ from: 'a', to: 'b' }] }, '1')).rejects.toMatchObject({ received: 'b' });
  });

  test('reads back what Intl writes, in English and in German', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 20 }),
        async (integers) => {
          const numbers = integers.map((integer) => integer / 100);
          const write = (locale: string) =>
            numbers.map((number) =>
              new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(number),
            );
          expect(await parse({}, ...write('en'))).toEqual(numbers.map((number) => number + 0));
          expect(await parse({ decimal: ',' }, ...write('de'))).toEqual(numbers.map((number) => number + 0));
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('parse-dates', () => {
  const parse = (parameters: object, ...cells: (string | null)[]) =>
    done({ kind: 'parse-dates', ...parameters }, tableOf({ a: text(...cells) }));

  test('the order is that which is given, never guessed', async () => {
    const cells = ['03/04/2024', '31.12.24', '1-2-50', '2024-02-29', '30.2.2024', '5 March 2024', 'x', null];
    expect(await parse({ order: 'dmy' }, ...cells)).toEqual([
      '2024-04-03',
      '2024-12-31',
      '1950-02-01',
      '2024-02-29',
      null,
      '2024-03-05',
      null,
      null,
    ]);
    expect(await parse({ order: 'mdy', pivot: 60 }, '03/04/2024', '31.12.24', '1-2-50')).toEqual([
      '2024-03-04',
      null,
      '2050-01-02',
    ]);
    expect(await parse({ order: 'ymd' }, '24/3/5', '3/5/2024')).toEqual(['2024-03-05', null]);
  });

  test('times of day, and formats of ones own', async () => {
    expect(
      await parse({ as: 'datetime' }, '31.12.2024 18:30', '1/2/2024 12:05:06 am', '1/2/2024 13:00 pm'),
    ).toEqual(['2024-12-31T18:30:00', '2024-02-01T00:05:06', null]);
    expect(
      await parse({ formats: ['YYYYMMDD', "DD|MMM|'YY"] }, '20240131', "05|Feb|'49", "05|Feb|'50"),
    ).toEqual(['2024-01-31', '2049-02-05', '1950-02-05']);
    await expect(parse({ formats: ['HH:mm'] }, 'x')).rejects.toMatchObject({ received: 'HH:mm' });
  });

  test('day numbers of Excel, of both epochs', async () => {
    const numbers = { type: 'DOUBLE', cells: [1, 59, 60, 61, 45292.75, 0, null] };
    const serial = (epoch: string) =>
      done({ kind: 'parse-dates', serial: epoch, as: 'datetime' } as never, tableOf({ a: numbers }));
    expect(await serial('1900')).toEqual([
      '1900-01-01T00:00:00',
      '1900-02-28T00:00:00',
      null,
      '1900-03-01T00:00:00',
      '2024-01-01T18:00:00',
      null,
      null,
    ]);
    expect((await serial('1904'))?.slice(4, 6)).toEqual(['2028-01-02T18:00:00', '1904-01-01T00:00:00']);
  });

  test('reads any day in each order', async () => {
    const pad = (number: number, length = 2) => String(number).padStart(length, '0');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), {
          minLength: 1,
          maxLength: 20,
        }),
        async (dates) => {
          const expected = dates.map((date) => date.toISOString().slice(0, 10));
          const parts = dates.map((date) => ({
            y: pad(date.getUTCFullYear(), 4),
            m: String(date.getUTCMonth() + 1),
            d: pad(date.getUTCDate()),
          }));
          expect(await parse({ order: 'dmy' }, ...parts.map(({ y, m, d }) => `${d}.${m}.${y}`))).toEqual(
            expected,
          );
          expect(await parse({ order: 'mdy' }, ...parts.map(({ y, m, d }) => `${m}/${d}/${y}`))).toEqual(
            expected,
          );
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('change-type', () => {
  const change = (to: string, type: string, ...cells: (string | number | boolean | null)[]) =>
    done({ kind: 'change-type', to } as never, tableOf({ a: { type, cells } }));

  test('from text', async () => {
    expect(await change('integer', 'VARCHAR', ' 12 ', '12.0', '12.5', '1e3', 'x', 'inf', null)).toEqual([
      12,
      12,
      null,
      1000,
      null,
      null,
      null,
    ]);
    expect(await change('decimal', 'VARCHAR', '-1.5', 'nan', '1e999', '.5')).toEqual([-1.5, null, null, 0.5]);
    expect(await change('boolean', 'VARCHAR', 'YES', ' no', '1', 'maybe', null)).toEqual([
      true,
      false,
      true,
      null,
      null,
    ]);
    expect(await change('date', 'VARCHAR', '2024-12-31', '2024-02-30', '31.12.2024')).toEqual([
      '2024-12-31',
      null,
      null,
    ]);
    expect(await change('datetime', 'VARCHAR', '2024-12-31 18:30')).toEqual(['2024-12-31T18:30:00']);
  });

  test('between others', async () => {
    expect(await change('integer', 'DOUBLE', 3, 3.5, null)).toEqual([3, null, null]);
    expect(await change('boolean', 'DOUBLE', 1, 0, 2)).toEqual([true, false, null]);
    expect(await change('text', 'DOUBLE', 3, 3.5)).toEqual(['3', '3.5']);
    expect(await change('text', 'BOOLEAN', true, null)).toEqual(['true', null]);
    expect(await change('date', 'TIMESTAMP', '2024-12-31 18:30:00')).toEqual(['2024-12-31']);
    await expect(change('decimal', 'DATE', '2024-12-31')).rejects.toMatchObject({ code: 'STEP_INVALID' });
    await expect(change('date', 'BIGINT', 5)).rejects.toMatchObject({ code: 'STEP_INVALID' });
  });
});
