import type { FeatureSettings } from '../../schemas/features';
import type { ModelOption, ModelOptions, ModelSettings } from '../../schemas/model';
import type { Task } from '../../schemas/recipe';
import type { Training } from '../../schemas/training';
import type { Field } from '../../cleaning/fields';
import type { Network } from '../index';
import type { NetworkContext } from '../inputs';

/** What is known of the data when a preset is chosen. */
export interface PresetFacts {
  /** With a value to predict, in all parts. */
  rows: number;
  /** Input columns. */
  columns: number;
  /** Columns of pictures among them. */
  images?: number;
  /** Null while it is not known what is predicted. */
  task: Task | null;
}

/** Settings that suit a preset; what is left out is as a new recipe has it. */
export interface Recommendation {
  model?: Partial<Pick<ModelSettings, 'hidden' | 'activation' | 'dropout'>> & {
    options?: Partial<ModelOptions>;
  };
  features?: Partial<Pick<FeatureSettings, 'numberScaling' | 'numberBins' | 'categoryEncoding'>>;
  training?: Partial<
    Pick<
      Training,
      'optimizer' | 'beta2' | 'weightDecay' | 'epochs' | 'batchSize' | 'learningRate' | 'patience'
    >
  > & {
    schedule?: Partial<Training['schedule']>;
    regularization?: Partial<Training['regularization']>;
  };
}

/** A network that is made by a few settings, for whatever goes in and comes out. */
export interface Preset {
  readonly title: string;
  /** One sentence: when to use it. */
  readonly purpose: string;
  /** The settings of the recipe's model that it looks at, besides its own options. */
  readonly uses: readonly ('hidden' | 'activation' | 'dropout')[];
  /** The controls for the options that it looks at. */
  readonly fields: readonly Field<ModelOption>[];
  /** How it is used best, by what its authors found and what was measured here. */
  readonly recommends: (facts: PresetFacts) => Recommendation;
  readonly network: (model: ModelSettings, context: NetworkContext) => Network;
}
