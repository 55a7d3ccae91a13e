import { expect, test } from 'vitest';
import type { Analysis } from '../../../../src-main/contract/schemas/analysis';
import { analyseText } from './support';

const rows = 400;
let state = 3;
const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const day = (offset: number): string => new Date(1.6e12 + offset * 864e5).toISOString().slice(0, 10);

/** Customers, some of whom left; what was written down afterwards gives it away. */
function customers(): string {
  const lines = ['number,joined,cancelled,reason,spent,spent_cents,code,left'];
  for (let i = 0; i < rows; i++) {
    const isGone = random() < 0.3;
    const joined = Math.floor(random() * 300);
    const spent = Math.round(random() * 10_000) / 100;
    lines.push(
      [
        i,
        day(joined),
        isGone ? day(joined + 1 + Math.floor(random() * 60)) : '',
        isGone ? ['price', 'moved'][Math.floor(random() * 2)] : '',
        spent,
        Math.round(spent * 100),
        isGone ? `x${Math.floor(random() * 3)}` : `y${Math.floor(random() * 3)}`,
        isGone ? 'yes' : 'no',
      ].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}

const codesOf = ({ findings }: Analysis, column?: string): string[] =>
  findings.filter((finding) => finding.column === column).map(({ code }) => code);

test('columns that give the target away are found, with the rule that decided it', async () => {
  const analysis = await analyseText(customers(), 'left');
  expect(codesOf(analysis, 'code')).toContain('PREDICTS_TARGET');
  expect(codesOf(analysis, 'reason')).toContain('MISSING_PREDICTS_TARGET');
  expect(codesOf(analysis, 'cancelled')).toEqual(
    expect.arrayContaining(['MISSING_PREDICTS_TARGET', 'DATE_AFTER_EVENT']),
  );
  expect(codesOf(analysis, 'number')).toContain('IDENTIFIER_LIKE');
  expect(codesOf(analysis, 'spent_cents')).toContain('SAME_AS');
  expect(codesOf(analysis, 'reason')).toContain('MOSTLY_MISSING');
  expect(codesOf(analysis, 'spent')).toEqual([]);
  expect(codesOf(analysis, 'joined')).toEqual([]);
  for (const { decidedBy, next } of analysis.findings) {
    expect(decidedBy).toMatch(/\d/);
    expect(next.length).toBeGreaterThan(20);
  }
});

test('a number that is nearly the target is found', async () => {
  const lines = Array.from({ length: 300 }, () => {
    const price = Math.round(random() * 1e5) / 100;
    return `${price},${(price * 1.19).toFixed(2)},${Math.round(random() * 100)}`;
  });
  const analysis = await analyseText(`price,gross,size\n${lines.join('\n')}\n`, 'price');
  expect(codesOf(analysis, 'gross')).toContain('PREDICTS_TARGET');
  expect(codesOf(analysis, 'size')).toEqual([]);
});

test('rows that repeat and rows that contradict are counted, with identifiers left aside', async () => {
  const lines = Array.from(
    { length: 200 },
    (_, i) => `${i + 1},${i % 10},${i % 7},${i % 3 === 0 ? 'a' : 'b'}`,
  );
  const { duplicates, findings } = await analyseText(`id,x,y,class\n${lines.join('\n')}\n`, 'class');
  expect(duplicates.rows).toBe(0);
  const times = new Map<string, number>();
  for (const line of lines) {
    const rest = line.slice(line.indexOf(',') + 1);
    times.set(rest, (times.get(rest) ?? 0) + 1);
  }
  expect(duplicates.withoutIdentifiers).toEqual({
    rows: lines.length - times.size,
    groups: [...times.values()].filter((count) => count > 1).length,
    identifiers: ['id'],
  });
  expect(duplicates.contradicting).toBeGreaterThan(100);
  expect(findings.map(({ code }) => code)).toContain('CONTRADICTING_ROWS');
});

test('tables of one row, of one column and of nothing but gaps are looked at too', async () => {
  for (const csv of ['a\n1\n', 'a,b\n1,x\n', 'a,b\n,1\n,2\n', 'a,b\n1,\n2,\n3,\n']) {
    const analysis = await analyseText(csv, 'a');
    expect(analysis.associations).toHaveLength(5);
    expect(analysis.rows).toBeGreaterThan(0);
  }
});

test('numbers and names of things are found although some rows were copied twice, and amounts are not', async () => {
  const lines = Array.from({ length: 300 }, (_, i) =>
    [
      `P${100_000 + Math.floor(random() * 5000)}`,
      10_000 + i,
      Math.floor(random() * 1e9),
      Math.floor(random() * 20),
      random() < 0.5,
    ].join(','),
  );
  const text = `patient_id,admission,amount,ward_no,answer\n${[...lines, ...lines.slice(0, 5)].join('\n')}\n`;
  const analysis = await analyseText(text, 'answer');
  expect(codesOf(analysis, 'patient_id')).toContain('IDENTIFIER_LIKE');
  expect(codesOf(analysis, 'admission')).toContain('IDENTIFIER_LIKE');
  expect(codesOf(analysis, 'amount')).not.toContain('IDENTIFIER_LIKE');
  expect(codesOf(analysis, 'ward_no')).not.toContain('IDENTIFIER_LIKE');
});
