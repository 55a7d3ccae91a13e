import { expect, test } from 'vitest';
import type { TaskHandlers } from '../../../src-main/engine/protocol';
import { isChildRole, loadHandlers, mergeHandlers } from '../../../src-main/engine/tasks';
import { taskRoles } from '../../../src-main/sessions/engine';

const rows: TaskHandlers = { predict: async () => ({ rows: 1 }) };
const hostile: TaskHandlers = { 'hostile-frame': async () => ({ rows: 2 }) };

test('maps of handlers become one', () => {
  expect(mergeHandlers([rows, hostile])).toEqual({ ...rows, ...hostile });
});

test('a task that is handled twice is refused', () => {
  expect(() => mergeHandlers([rows, rows])).toThrow('predict is handled twice');
});

test('what is no role', () => {
  expect(['data', 'tensors', 'onnx', 'other', undefined, 'toString'].map(isChildRole)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test.each(['data', 'tensors', 'onnx'] as const)('%s handles every task that is sent there', async (role) => {
  const sent = Object.entries(taskRoles).filter(([, wanted]) => wanted === role);
  const handled = Object.keys(await loadHandlers(role));
  expect(handled.sort()).toEqual([...sent.map(([task]) => task), 'describe'].sort());
});
