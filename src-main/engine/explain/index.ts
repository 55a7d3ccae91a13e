/** Every method that explains a model, one file each. */
export { effortFor, permutationImportance } from './permutation';
