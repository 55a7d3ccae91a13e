export { datasetFiles, readProfile } from './datasets';
export {
  makeFolder,
  readJson,
  readJsonDocument,
  renamePatiently,
  syncFolder,
  writeFailure,
  writeJson,
} from './files';
export { newId, safeFileName, unfinishedPrefix } from './identifiers';
export { parseRecipe } from './migrations';
export { Project } from './project';
export { defaultRoot } from './root';
export { readRun, runManifest } from './runs';
export { Scratch } from './scratch';
export { Workspace } from './workspace';
