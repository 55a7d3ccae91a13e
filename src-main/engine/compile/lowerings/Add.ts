import { binary } from './shared/binary';

export const add = binary('Add', 'Add');
