import { comparison } from './shared/comparison';

export const equal = comparison('Equal', 'Equal');
