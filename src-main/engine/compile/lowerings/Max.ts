import { reduction } from './shared/reduction';

export const max = reduction('Max', 'ReduceMax', 'reductionIndices');
