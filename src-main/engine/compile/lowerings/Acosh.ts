import { unary } from './shared/unary';

export const acosh = unary('Acosh', 'Acosh');
