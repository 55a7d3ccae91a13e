import { unary } from './shared/unary';

export const isInf = unary('IsInf', 'IsInf');
