import { unary } from './shared/unary';

/** Both round halves to the even number. */
export const round = unary('Round', 'Round');
