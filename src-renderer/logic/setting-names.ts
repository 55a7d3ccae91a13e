import type { Recipe } from '../../src-main/contract';

/** What settings are called wherever they are shown. */
export const activationNames: Record<Recipe['model']['activation'], string> = {
  relu: 'ReLU',
  tanh: 'Tanh',
  gelu: 'GELU',
  swish: 'Swish',
  elu: 'ELU',
};

export const scalingNames: Record<Recipe['features']['numberScaling'], string> = {
  robust: 'Robust',
  standard: 'Standard',
  none: 'None',
};
