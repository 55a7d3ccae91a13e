import { binary } from './shared/binary';

export const maximum = binary('Maximum', 'Max');
