import { augmentationSchema, type Augmentation, type AugmentationName } from '../../src-main/contract';
import { typedAugmentationInfo } from './typed-augmentations';

/** A setting of an augmentation as the window shows it. */
export interface AugmentationSetting {
  key: string;
  label: string;
  help: string;
  range: string;
  minimum: number;
  maximum: number;
  step: number;
  whole?: boolean;
}

export interface AugmentationInfo {
  title: string;
  /** One plain sentence on what it does. */
  text: string;
  /** Evens out classes, so it is for classes only. */
  needsClasses: boolean;
  settings: readonly AugmentationSetting[];
}

const ratio: AugmentationSetting = {
  key: 'ratio',
  label: 'Share of the biggest class',
  help: 'How many rows a class comes to, as a share of those of the biggest class.',
  range: '0.01 to 1; 1 makes all classes as big.',
  minimum: 0.01,
  maximum: 1,
  step: 0.1,
};
const neighbours: AugmentationSetting = {
  key: 'neighbours',
  label: 'Neighbours',
  help: 'The nearest rows of the class, towards one of which a new row goes.',
  range: '1 to 100; 5 is usual.',
  minimum: 1,
  maximum: 100,
  step: 1,
  whole: true,
};
const share: AugmentationSetting = {
  key: 'share',
  label: 'Share of values',
  help: 'How many values of a row it happens to, on average.',
  range: '0 to 0.9; 0.05 to 0.2 is usual.',
  minimum: 0,
  maximum: 0.9,
  step: 0.05,
};

/** What each augmentation is called, what it does, and what can be set. */
export const augmentationInfo: Record<AugmentationName, AugmentationInfo> = {
  oversample: {
    title: 'Oversampling',
    text: 'Copies rows of small classes, so that the network sees them more often.',
    needsClasses: true,
    settings: [ratio],
  },
  undersample: {
    title: 'Undersampling',
    text: 'Leaves out rows of large classes by chance.',
    needsClasses: true,
    settings: [
      {
        ...ratio,
        label: 'Share of the smallest class',
        help: 'How big the smallest class is beside the largest that is left.',
        range: '0.01 to 1; 1 makes all classes as small.',
      },
    ],
  },
  smote: {
    title: 'SMOTE',
    text: 'Makes new rows of small classes between a row and one of its nearest; a category is that of most of these (SMOTE-NC).',
    needsClasses: true,
    settings: [ratio, neighbours],
  },
  'borderline-smote': {
    title: 'Borderline SMOTE',
    text: 'As SMOTE, but only from rows that lie where classes meet.',
    needsClasses: true,
    settings: [
      ratio,
      neighbours,
      {
        key: 'borderNeighbours',
        label: 'Neighbours at the border',
        help: 'A row is at the border when at least half of so many nearest rows are of other classes, and not all.',
        range: '2 to 200; 10 is usual.',
        minimum: 2,
        maximum: 200,
        step: 1,
        whole: true,
      },
      {
        key: 'variant',
        label: 'Variant',
        help: '1 stays within the class. 2 also goes up to half the way to rows of other classes.',
        range: '1 or 2.',
        minimum: 1,
        maximum: 2,
        step: 1,
        whole: true,
      },
    ],
  },
  noise: {
    title: 'Noise',
    text: 'Adds a little noise to numbers, anew in each step, so that their exact values are not learned by heart.',
    needsClasses: false,
    settings: [
      {
        key: 'deviation',
        label: 'Strength',
        help: 'The standard deviation of the noise, as a share of that of each column.',
        range: '0 to 2; 0.01 to 0.1 is usual.',
        minimum: 0,
        maximum: 2,
        step: 0.01,
      },
    ],
  },
  'feature-dropout': {
    title: 'Column dropout',
    text: 'Hides values from the network, anew in each step, so that it does not lean on a single column.',
    needsClasses: false,
    settings: [share],
  },
  'swap-noise': {
    title: 'Swap noise',
    text: 'Takes values from other rows, anew in each step; each column keeps its distribution.',
    needsClasses: false,
    settings: [share],
  },
  mixup: {
    title: 'Mixup',
    text: 'Mixes each row with another, and what it should predict as well, which makes answers smoother.',
    needsClasses: false,
    settings: [
      {
        key: 'alpha',
        label: 'Alpha',
        help: 'How evenly two rows are mixed: near 0 hardly, 1 in any share.',
        range: '0.01 to 10; 0.1 to 0.4 is usual.',
        minimum: 0.01,
        maximum: 10,
        step: 0.05,
      },
    ],
  },
  ...typedAugmentationInfo,
};

/** All of them, those of rows first. */
export const augmentationKinds: readonly AugmentationName[] = [
  'oversample',
  'undersample',
  'smote',
  'borderline-smote',
  'noise',
  'feature-dropout',
  'swap-noise',
  'mixup',
  'jitter',
  'scaling',
  'window-slice',
  'time-warp',
  'word-dropout',
  'word-swap',
  'rotate',
  'flip',
  'scale',
  'shift',
  'crop',
  'brightness',
  'contrast',
  'cutout',
];

/** One with its defaults. */
export const newAugmentation = (kind: AugmentationName): Augmentation => augmentationSchema.parse({ kind });

/** The number of a setting; null where the augmentation has none such. */
export function settingOf(augmentation: Augmentation, key: string): number | null {
  const value: unknown = Object.entries(augmentation).find(([name]) => name === key)?.[1];
  return typeof value === 'number' ? value : null;
}

/** The list with one of them changed. Values that do not suit leave it as it was. */
export function withSetting(
  list: readonly Augmentation[],
  place: number,
  change: Readonly<Record<string, number | boolean>>,
): Augmentation[] {
  return list.map((one, index) => {
    if (index !== place) return one;
    const parsed = augmentationSchema.safeParse({ ...one, ...change });
    return parsed.success ? parsed.data : one;
  });
}

/** The list with one of them moved to be before the one above it. */
export function movedUp(list: readonly Augmentation[], place: number): Augmentation[] {
  const moved = list[place];
  if (moved === undefined || place === 0) return [...list];
  const others = list.filter((_, index) => index !== place);
  return [...others.slice(0, place - 1), moved, ...others.slice(place - 1)];
}

/** What is switched on, in a few words. */
export function augmentationWords(list: readonly Augmentation[]): string {
  const titles = list.filter(({ on }) => on).map(({ kind }) => augmentationInfo[kind].title);
  return titles.length === 0 ? 'none' : titles.join(', ');
}
