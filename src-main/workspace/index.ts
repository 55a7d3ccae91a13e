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
export { emptyRecipe, parseRecipe } from './migrations';
export { publishFolder, requireReplaceable, requireWritable, writeBeside } from './outputs';
export { Project } from './project';
export { readRuns, runsFolder } from './read-runs';
export { defaultRoot, enginesFolder } from './root';
export { markRun, readRun, runManifest, summarize } from './runs';
export { Scratch } from './scratch';
export { sessionManifest, type SessionManifest } from './sessions';
export { Workspace } from './workspace';
