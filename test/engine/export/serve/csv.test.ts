import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../../src-main/engine/export/serve/csv';

const field = fc.oneof(fc.string(), fc.stringMatching(/^[a",\r\n ]{0,6}$/));

describe('parseCsv', () => {
  it('reads what another program writes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, newline) => {
          expect(parseCsv(Papa.unparse(rows, { newline }))).toEqual(rows);
        },
      ),
    );
  });

  it('leaves out a byte order mark, blank lines and the last line break', () => {
    expect(parseCsv('\uFEFFa,b\n\n1,"x\ny"\r\n')).toEqual([
      ['a', 'b'],
      ['1', 'x\ny'],
    ]);
    expect(() => parseCsv('a\n"b')).toThrow('never ends');
  });
});
