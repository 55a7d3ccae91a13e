import { reduction } from './shared/reduction';

export const prod = reduction('Prod', 'ReduceProd', 'axis');
