import { expect, test } from 'vitest';
import { Progress, formatSeconds } from '../../src-main/hosts/cli/progress';

function show(isTTY: boolean, steps: [second: number, fraction: number | null, detail: string][]): string {
  let written = '';
  let now = 0;
  const stream = {
    isTTY,
    columns: 60,
    write: (text: string) => {
      written += text;
      return true;
    },
  };
  const progress = new Progress(stream, () => now);
  for (const [second, fraction, detail] of steps) {
    now = second;
    progress.show(fraction, detail, second > 5 ? 12 : null);
  }
  progress.end();
  return written;
}

test('without a terminal: a line for each stage and now and then, never a control character', () => {
  const text = show(false, [
    [0, 0, 'Reading'],
    [1, 0.2, 'Reading'],
    [2, 0.3, 'Training, epoch 1'],
    [3, 0.4, 'Training, epoch 2'],
    [8, 0.5, 'Training, epoch 9'],
  ]);
  expect(text).toBe('0 %  Reading\n30 %  Training, epoch 1\n50 %  Training, epoch 9  12 s left\n');
});

test('on a terminal: one line that is drawn over, within its width, and taken away at the end', () => {
  const text = show(true, [
    [0, 0.5, 'Reading a file with a name that is much too long for this line'],
    [1, null, 'Waiting'],
  ]);
  const lines = text.split('\r\u001b[2K');
  expect(lines[1]).toMatch(/^█{12}░{12} {2}50 % {2}Reading/);
  expect(lines.every((line) => line.length < 60 && !line.includes('\n'))).toBe(true);
  expect(lines.at(-1)).toBe('');
});

test.each([
  [0.2, 'under 1 s'],
  [42.4, '42 s'],
  [59.7, '1 min 0 s'],
  [119.8, '2 min 0 s'],
  [3_700, '1 h 1 min'],
])('%d seconds are %s', (seconds, expected) => {
  expect(formatSeconds(seconds)).toBe(expected);
});
