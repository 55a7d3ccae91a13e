import { comparison } from './shared/comparison';

export const greaterEqual = comparison('GreaterEqual', 'GreaterOrEqual');
