import type { ProjectId, RunId } from '../contract/schemas/common';
import type { Dataset, Profile } from '../contract/schemas/data';
import type { LayerHistory } from '../contract/schemas/layers';
import type { Recipe } from '../contract/schemas/recipe';
import type { EpochPoint, Run, Session } from '../contract/schemas/runs';
import type { SessionManifest } from '../workspace';
import type { ShapedColumn } from '../engine/protocol';
import type { Engine, TaskOptions } from './engine';

/** All that a session needs, fixed when it starts: later changes of the recipe do not touch it. */
export interface SessionPlan {
  id: RunId;
  project: ProjectId;
  name: string;
  target: string;
  recipe: Recipe;
  dataset: Dataset;
  parquet: string;
  profile: Profile;
  engine: Engine;
  home: SessionHome;
  /** Puts the pictures of some columns in their shapes into a folder; left out where the data has none. */
  placePixels?:
    ((columns: readonly ShapedColumn[], folder: string, options: TaskOptions) => Promise<void>) | undefined;
  /** The version of the program, which the run keeps. */
  version?: string;
  /** The run that this training is to give again. */
  repeats?: RunId | undefined;
  /** What an earlier session left, to go on from there. */
  resume: SessionManifest | null;
}

/** Where a training lives until it is a run. */
export interface SessionHome {
  /** The folder of the training, there or made. */
  begin(): Promise<string>;
  /** From now on it can be taken up again after a crash. */
  remember(manifest: SessionManifest): Promise<void>;
  /** Makes the folder that of a run. */
  keep(run: Run): Promise<void>;
  /** Leaves the folder, to be taken up again. */
  leave(): void;
  discard(): Promise<void>;
}

export interface SessionListener {
  changed(session: Session): void;
  epochs(id: RunId, points: EpochPoint[]): void;
  layers(id: RunId, added: LayerHistory): void;
}
