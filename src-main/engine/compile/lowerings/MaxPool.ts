import type { Lowering } from './lowering';
import { pool } from './shared/pooling';

export const maxPool: Lowering = { kernel: 'MaxPool', lower: (context) => pool(context, 'MaxPool') };
