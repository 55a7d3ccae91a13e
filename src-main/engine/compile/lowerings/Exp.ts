import { unary } from './shared/unary';

export const exp = unary('Exp', 'Exp');
