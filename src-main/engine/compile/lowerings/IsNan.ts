import { unary } from './shared/unary';

export const isNan = unary('IsNan', 'IsNaN');
