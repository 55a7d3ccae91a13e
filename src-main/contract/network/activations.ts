import { z } from 'zod';

/** Functions between layers. */
export const activations = [
  'relu',
  'tanh',
  'gelu',
  'swish',
  'elu',
  'selu',
  'mish',
  'sigmoid',
  'softplus',
  'softmax',
  'linear',
] as const;
export type ActivationName = (typeof activations)[number];
export const activationSchema = z.enum(activations);

const labels: Readonly<Record<ActivationName, string>> = {
  relu: 'ReLU',
  tanh: 'Tanh',
  gelu: 'GELU',
  swish: 'Swish',
  elu: 'ELU',
  selu: 'SELU',
  mish: 'Mish',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  softmax: 'Softmax',
  linear: 'None',
};

export const activationOptions = activations.map((value) => ({ value, label: labels[value] }));
