import { binary } from './shared/binary';

export const multiply = binary('Multiply', 'Mul');
