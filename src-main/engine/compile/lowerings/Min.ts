import { reduction } from './shared/reduction';

export const min = reduction('Min', 'ReduceMin', 'axis');
