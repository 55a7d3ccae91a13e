import { comparison } from './shared/comparison';

export const lessEqual = comparison('LessEqual', 'LessOrEqual');
