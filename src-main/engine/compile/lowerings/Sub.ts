import { binary } from './shared/binary';

export const sub = binary('Sub', 'Sub');
