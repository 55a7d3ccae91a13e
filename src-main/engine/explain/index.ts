/** Every method that explains a model, one file each. */
export { defaultRepeats, permutationImportance, rowsWithinReach } from './permutation';
