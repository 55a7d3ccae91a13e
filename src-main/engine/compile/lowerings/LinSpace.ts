import type { Lowering } from './lowering';

/** Added up step by step in float, as tfjs does, so that the last bits are the same. */
export const linSpace: Lowering = {
  kernel: 'LinSpace',
  lower: (context) => {
    const start = context.number('start');
    const count = context.number('num');
    const step = (context.number('stop') - start) / (count - 1);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = i === 0 ? start : (values[i - 1] ?? 0) + step;
    return context.floats([...values], [values.length]);
  },
};
