import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingCode, readFrame } from '../../../src-main/engine/data/frame';
import { FrameWriter } from '../../../src-main/engine/data/frame-writer';
import type { ColumnPlan } from '../../../src-main/engine/data/frame-writer';
import { temporaryFolder } from '../../support/table';

const plans: ColumnPlan[] = [
  { name: 'x', kind: 'number' },
  { name: 'c', kind: 'text', dictionary: ['a', 'b', 'other'] },
  { name: 'm', kind: 'moment' },
];

test('rows added piece by piece are read as one frame; unknown texts share the last entry', async () => {
  const folder = await temporaryFolder();
  try {
    const path = join(folder.path, 'rows.frame');
    const rows = 40_001;
    const writer = await FrameWriter.create(path, rows, plans);
    const texts = ['a', null, 'never seen', 'b'];
    // Every third row is left out, and buffers of the writer end within pieces.
    for (let start = 0; start < rows; start += 1000) {
      const places = Array.from({ length: Math.min(1000, rows - start) }, (_, i) => i + Math.floor(i / 2));
      const all = Array.from({ length: 1500 }, (_, i) => i);
      await writer.add(
        [
          all.map((i) => (i === 0 ? null : start + i)),
          all.map((i) => texts[i % 4]),
          all.map((i) => i + 0.25),
        ],
        places,
      );
    }
    await writer.finish();
    await writer.close();
    const { columns } = await readFrame(path);
    const [x, c, m] = columns;
    if (x?.kind !== 'number' || c?.kind !== 'text' || m?.kind !== 'moment') throw new Error('other kinds');
    const codes = [0, missingCode, 2, 1];
    for (let row = 0; row < rows; row++) {
      const start = Math.floor(row / 1000) * 1000;
      const place = row - start + Math.floor((row - start) / 2);
      expect([x.values[row], c.codes[row], m.values[row]]).toEqual([
        place === 0 ? Number.NaN : start + place,
        codes[place % 4],
        place + 0.25,
      ]);
    }
  } finally {
    await folder.remove();
  }
});

test('a frame with other rows than were planned is not finished', async () => {
  const folder = await temporaryFolder();
  try {
    const writer = await FrameWriter.create(join(folder.path, 'rows.frame'), 2, plans);
    await writer.add([[1], ['a'], [0]], [0]);
    await expect(writer.finish()).rejects.toMatchObject({ code: 'INTERNAL', expected: '2', received: '1' });
    await writer.close();
  } finally {
    await folder.remove();
  }
});
