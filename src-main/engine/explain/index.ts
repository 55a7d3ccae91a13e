/** Every method that explains a model, one file each. */
export { effortFor, mostRows, permutationImportance } from './permutation';
