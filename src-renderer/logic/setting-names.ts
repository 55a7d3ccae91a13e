import type {
  DatePart,
  Device,
  LossName,
  Monitor,
  OptimizerName,
  Recipe,
  ScheduleName,
  StepGroup,
  StopReason,
  TransformName,
} from '../../src-main/contract';

/** What settings are called wherever they are shown. */
export const activationNames: Record<Recipe['model']['activation'], string> = {
  relu: 'ReLU',
  tanh: 'Tanh',
  gelu: 'GELU',
  swish: 'Swish',
  elu: 'ELU',
  selu: 'SELU',
  mish: 'Mish',
};

export const scalingNames: Record<Recipe['features']['numberScaling'], string> = {
  robust: 'Robust',
  standard: 'Standard',
  'min-max': 'Smallest to largest',
  'max-abs': 'Largest size',
  quantile: 'Quantiles',
  'yeo-johnson': 'Yeo-Johnson',
  log: 'Logarithm',
  clip: 'Cut ends',
  piecewise: 'Piecewise-linear bins',
  periodic: 'Periodic',
  none: 'None',
};

export const encodingNames: Record<Recipe['features']['categoryEncoding'], string> = {
  'one-hot': 'One slot a value',
  ordinal: 'Place in order',
  target: 'Average answer',
  frequency: 'Frequency',
  hashing: 'Hashing',
  embedding: 'Learned embedding',
};

/** Of every transform, whatever it suits. */
export const transformNames: Record<TransformName, string> = {
  ...scalingNames,
  ...encodingNames,
  words: 'Words',
  tokens: 'Pieces in order',
  cycles: 'Cycles and time',
  'date-parts': 'Chosen parts',
  image: 'Points of a picture',
};

export const datePartNames: Record<DatePart, string> = {
  year: 'Year',
  quarter: 'Quarter',
  month: 'Month',
  day: 'Day of the month',
  weekday: 'Weekday',
  hour: 'Hour',
  minute: 'Minute',
  weekend: 'Weekend',
  'month-start': 'First of the month',
  'month-end': 'Last of the month',
};

export const afterFoldsTitles: Record<Recipe['split']['afterFolds'], string> = {
  retrain: 'Train again on all rows',
  average: 'Average the folds',
};

export const splitNames: Record<Recipe['split']['method'], string> = {
  stratified: 'Stratified',
  random: 'Random',
  group: 'By group',
  time: 'By time',
  column: 'From a column',
};

export const deviceNames: Record<Device, string> = {
  auto: 'Automatic',
  cpu: 'CPU',
  webgpu: 'Graphics card (WebGPU)',
  cuda: 'Graphics card (CUDA)',
  directml: 'Graphics card (DirectML)',
  coreml: 'Graphics card (CoreML)',
  tensorflow: 'TensorFlow, where installed',
  reference: 'Reference, slow',
};

export const optimizerNames: Record<OptimizerName, string> = {
  sgd: 'Gradient descent (SGD)',
  rmsprop: 'RMSprop',
  adagrad: 'Adagrad',
  adam: 'Adam',
  adamw: 'AdamW',
};

export const scheduleNames: Record<ScheduleName, string> = {
  constant: 'Constant',
  step: 'In steps',
  exponential: 'Exponential',
  cosine: 'Cosine',
  'cosine-log': 'Cosine waves',
  'one-cycle': 'One cycle',
  plateau: 'Lower on a plateau',
};

export const lossNames: Record<LossName | 'auto', string> = {
  auto: 'Automatic',
  'mean-squared-error': 'Mean squared error',
  'mean-absolute-error': 'Mean absolute error',
  huber: 'Huber',
  poisson: 'Poisson, for counts',
  quantile: 'Quantile',
  'cross-entropy': 'Cross-entropy',
};

export const monitorNames: Record<Monitor, string> = {
  loss: 'Loss',
  accuracy: 'Accuracy',
  f1: 'F1',
  roc_auc: 'ROC AUC',
  log_loss: 'Log loss',
  rmse: 'RMSE',
  mae: 'MAE',
  r2: 'R²',
};

export const stopReasonNames: Record<StopReason, string> = {
  epochs: 'all epochs were done',
  patience: 'it no longer got better',
  target: 'it was as good as asked for',
  time: 'the time was over',
  hand: 'you stopped it',
  'not-finite': 'the loss overflowed',
};

export const stepGroupNames: Readonly<Record<StepGroup, string>> = {
  text: 'Text',
  types: 'Types',
  columns: 'Columns',
  rows: 'Rows',
  missing: 'Missing values',
  outliers: 'Outliers',
  categories: 'Categories',
  tables: 'Tables',
};
