import { reduction } from './shared/reduction';

export const sum = reduction('Sum', 'ReduceSum', 'axis');
