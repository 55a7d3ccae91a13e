import { beforeAll, expect, test } from 'vitest';
import type { Fitted } from '../../src-main/engine/features/fitted';
import { startTensors } from '../../src-main/engine/features/tensors';
import { Random } from '../../src-main/engine/random';
import { exportAndVerify, randomNetwork } from './support';

beforeAll(startTensors);

test('texts are parted alike with as many pieces as there may be, among them signs of expressions', async () => {
  const random = new Random(1, 'pieces');
  const letters = [...'abcdefghijklmnopqrstuvwxyzäßéñ0123456789+*.^'];
  const made = new Set<string>(letters);
  const letter = () => letters[random.below(letters.length)] ?? '';
  while (made.size < 1500) made.add(Array.from({ length: 2 + random.below(9) }, letter).join(''));
  const vocabulary = [...made];
  const fitted: Fitted = {
    formatVersion: 1,
    task: 'binary',
    features: [{ kind: 'tokens', column: 'note', vocabulary, size: 1500, length: 32 }],
    target: { kind: 'classes', column: 'y', classes: ['a', 'b'] },
  };
  const network = await randomNetwork(fitted, { preset: 'cnn1d' }, 1);
  const piece = () => vocabulary[random.below(vocabulary.length)] ?? '';
  const dictionary = Array.from({ length: 200 }, () =>
    Array.from({ length: random.below(12) }, piece).join(random.below(2) === 0 ? ' ' : ''),
  );
  const codes = Uint32Array.from(dictionary.keys());
  const frame = { rows: 200, columns: [{ name: 'note', kind: 'text' as const, codes, dictionary }] };
  const { ordinary, hostile } = await exportAndVerify(fitted, network, frame);
  expect(ordinary).toMatchObject({ passed: true, changedDecisions: 0 });
  expect(hostile).toMatchObject({ passed: true, changedDecisions: 0 });
  network.dispose();
}, 60_000);
