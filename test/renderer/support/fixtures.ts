import { datasetSchema, projectStateSchema, sessionSchema } from '../../../src-main/contract';
import { recipeDefaults } from '../../../src-renderer/logic/recipe-defaults';

const reading = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  hasHeader: true,
  decimalSeparator: '.',
  dateOrder: 'ymd',
  missingWords: [],
};

export const dataset = datasetSchema.parse({
  formatVersion: 1,
  id: 'penguins',
  name: 'penguins',
  createdAt: '2026-01-01T00:00:00Z',
  source: { name: 'penguins.csv', bytes: 100 },
  fingerprint: 'abc',
  reading,
  rows: 5000,
  columns: ['species', 'mass'].map((name) => ({
    name,
    type: name === 'mass' ? 'integer' : 'category',
    identifier: false,
    constant: false,
  })),
  rejectedRows: 0,
  warnings: [],
});

export const projectState = projectStateSchema.parse({
  id: 'project',
  name: 'Project',
  createdAt: '2026-01-01T00:00:00Z',
  openedAt: '2026-01-01T00:00:00Z',
  path: '/projects/project',
  datasets: [dataset],
  recipe: { ...recipeDefaults, data: { dataset: 'penguins', fingerprint: 'abc', reading } },
  canUndo: false,
  canRedo: false,
  runs: [],
});

export const session = sessionSchema.parse({
  id: 'run-1',
  project: 'project',
  dataset: 'penguins',
  name: 'Run 1',
  state: 'training',
  task: 'binary',
  target: 'species',
  startedAt: '2026-01-01T00:00:00Z',
  epochs: 200,
  history: [],
  bestEpoch: null,
  device: null,
  runtime: null,
  rowsPerSecond: null,
  progress: 0,
  secondsLeft: null,
  error: null,
});

export const emptyPlan = {
  task: null,
  taskReason: '',
  problems: [],
  columns: [],
  rows: { total: 0, targetMissing: 0, train: 0, validation: 0, test: 0 },
  layers: [],
  parameters: 0,
  batchSize: 0,
  learningRate: 0,
  loss: null,
};
export const emptyProfile = { rows: 0, columns: [] };
