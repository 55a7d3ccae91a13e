import type { AugmentationInfo, AugmentationSetting } from './augmentations';

const rows: AugmentationSetting = {
  key: 'rows',
  label: 'Share of rows',
  help: 'How many rows of a step it happens to, on average.',
  range: '0 to 1; 0.5 is usual.',
  minimum: 0,
  maximum: 1,
  step: 0.1,
};

const strength = (help: string, usual: string, maximum: number, step: number): AugmentationSetting => ({
  key: 'strength',
  label: 'Strength',
  help,
  range: `0 to ${String(maximum)}; ${usual} is usual.`,
  minimum: 0,
  maximum,
  step,
});

const share = (help: string): AugmentationSetting => ({
  key: 'share',
  label: 'Share of pieces',
  help,
  range: '0 to 0.9; 0.1 is usual.',
  minimum: 0,
  maximum: 0.9,
  step: 0.05,
});

/** Augmentations of inputs that are no table. */
export const typedAugmentationInfo = {
  jitter: {
    title: 'Jitter of sequences',
    text: 'Adds a little noise to every step of a sequence, anew in each step of training.',
    needsClasses: false,
    settings: [rows, strength('The standard deviation of the noise, on scaled values.', '0.03', 2, 0.01)],
  },
  scaling: {
    title: 'Scaling of sequences',
    text: 'Makes each channel of a sequence a little larger or smaller as a whole.',
    needsClasses: false,
    settings: [rows, strength('The standard deviation of the factor around 1.', '0.1', 1, 0.05)],
  },
  'window-slice': {
    title: 'Window of sequences',
    text: 'Takes a window of a sequence and stretches it to the whole length.',
    needsClasses: false,
    settings: [rows, strength('The share of the steps that is left out.', '0.1', 0.9, 0.05)],
  },
  'time-warp': {
    title: 'Time warp of sequences',
    text: 'Lets time in a sequence run faster here and slower there.',
    needsClasses: false,
    settings: [rows, strength('The standard deviation of the speed around 1.', '0.2', 1, 0.05)],
  },
  'word-dropout': {
    title: 'Word dropout',
    text: 'Leaves out pieces of texts that the network reads, anew in each step.',
    needsClasses: false,
    settings: [rows, share('How many pieces of a text are left out, on average.')],
  },
  'word-swap': {
    title: 'Word swap',
    text: 'Lets pieces of texts that the network reads change places, anew in each step.',
    needsClasses: false,
    settings: [rows, share('How many pieces of a text change places, on average.')],
  },
  rotate: {
    title: 'Rotate pictures',
    text: 'Turns pictures a little either way, around their middle.',
    needsClasses: false,
    settings: [rows, strength('The most degrees that a picture is turned.', '15', 180, 5)],
  },
  flip: {
    title: 'Mirror pictures',
    text: 'Lets left and right change places. Not for letters, signs, or anything that has a left and a right.',
    needsClasses: false,
    settings: [rows, strength('How likely each of those rows is mirrored.', '1', 1, 0.05)],
  },
  scale: {
    title: 'Scale pictures',
    text: 'Makes pictures larger or smaller around their middle.',
    needsClasses: false,
    settings: [rows, strength('The most that a picture grows or shrinks, as a share.', '0.1', 0.9, 0.05)],
  },
  shift: {
    title: 'Shift pictures',
    text: 'Moves pictures up or down and to a side; the edge is drawn out.',
    needsClasses: false,
    settings: [rows, strength('The most that a picture is moved, as a share of its side.', '0.1', 0.9, 0.05)],
  },
  crop: {
    title: 'Crop pictures',
    text: 'Takes a part of a picture and stretches it to the whole.',
    needsClasses: false,
    settings: [rows, strength('The most that is cut off each side, as a share.', '0.2', 0.9, 0.05)],
  },
  brightness: {
    title: 'Brightness of pictures',
    text: 'Makes pictures lighter or darker.',
    needsClasses: false,
    settings: [rows, strength('The most of the range from black to white.', '0.1', 1, 0.05)],
  },
  contrast: {
    title: 'Contrast of pictures',
    text: 'Makes what is light and dark in a picture differ more or less.',
    needsClasses: false,
    settings: [rows, strength('The most that the contrast grows or shrinks, as a share.', '0.2', 1, 0.05)],
  },
  cutout: {
    title: 'Cut-out of pictures',
    text: 'Hides a square of a picture, so that the network does not lean on a single spot.',
    needsClasses: false,
    settings: [
      rows,
      strength('The side of the square, as a share of that of the picture.', '0.25', 0.9, 0.05),
    ],
  },
} satisfies Record<string, AugmentationInfo>;
