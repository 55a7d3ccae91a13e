import { binary } from './shared/binary';

export const realDiv = binary('RealDiv', 'Div');
