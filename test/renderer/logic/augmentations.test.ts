import { describe, expect, test } from 'vitest';
import {
  augmentationInfo,
  augmentationKinds,
  augmentationWords,
  movedUp,
  newAugmentation,
  settingOf,
  withSetting,
} from '../../../src-renderer/logic/augmentations';

describe('augmentations in the window', () => {
  test('every setting that is shown is one of the recipe, and its default is within its range', () => {
    expect([...augmentationKinds].sort()).toEqual(Object.keys(augmentationInfo).sort());
    for (const kind of augmentationKinds) {
      const fresh = newAugmentation(kind);
      const shown = augmentationInfo[kind].settings.map(({ key }) => key);
      expect(['kind', 'on', ...shown].sort()).toEqual(Object.keys(fresh).sort());
      for (const { key, minimum, maximum } of augmentationInfo[kind].settings) {
        for (const value of [minimum, maximum, settingOf(fresh, key) ?? Number.NaN]) {
          expect(settingOf(withSetting([fresh], 0, { [key]: value })[0] ?? fresh, key)).toBe(value);
        }
      }
    }
  });

  test('they are changed, moved and switched off in the list; what does not suit changes nothing', () => {
    const list = [newAugmentation('smote'), newAugmentation('noise'), newAugmentation('mixup')];
    expect(movedUp(list, 2).map(({ kind }) => kind)).toEqual(['smote', 'mixup', 'noise']);
    expect(movedUp(list, 0)).toEqual(list);
    expect(withSetting(list, 1, { deviation: 7 })).toEqual(list);
    expect(augmentationWords(withSetting(list, 0, { on: false }))).toBe('Noise, Mixup');
    expect(augmentationWords([])).toBe('none');
  });
});
