import type { Lowering } from './lowering';
import { pool } from './shared/pooling';

/** Padding is not counted: that is what AveragePool does unless told otherwise. */
export const avgPool: Lowering = { kernel: 'AvgPool', lower: (context) => pool(context, 'AveragePool') };
