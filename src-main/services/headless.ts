/** What a host without windows builds on: the same work on files and folders that the handlers do. */
export { reportDoctor } from './doctor';
export { openHouse, type BackendOptions, type House } from './house';
export type { SourceFile } from './uploads';
export { convertFile } from './work/convert-file';
export { evaluateFile } from './work/evaluate-file';
export { exportModel } from './work/export-model';
export { importDataset } from './work/import-dataset';
export { analyseTable, compareTables, type Table } from './work/look';
export { openModel } from './work/model-folder';
export { cleanFile, type CleanedFile } from './work/clean-file';
export { findRun, listRuns, markFound, openProjectOf, workspaceRoot, type FoundRun } from './work/shelf';
export { repeatFile, repeatInProject } from './work/repeat-headless';
export { predictFile } from './work/predict-file';
export { runFolderFiles, trainFile } from './work/train-file';
export { exactAllowance, requirePassed, verifyFile } from './work/verify-model';
export type { Work } from './work/work';
export { emptyRecipe, parseRecipe, readJsonDocument, writeBeside, writeJson } from '../workspace';
export { TimeLeft } from '../sessions';
