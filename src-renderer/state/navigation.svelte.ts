import type { RunId } from '../../src-main/contract';

export const viewNames = ['data', 'prepare', 'model', 'train', 'evaluate', 'export'] as const;
export type ViewName = (typeof viewNames)[number];

/** The parts of Prepare, in the order in which they are done. */
export const prepareParts = ['clean', 'columns'] as const;
export type PreparePart = (typeof prepareParts)[number];

/** The tabs of the Data view. */
export type Look = 'table' | 'cleaned' | 'profile' | 'drift';

const isViewName = (name: string): name is ViewName => viewNames.some((view) => view === name);

/** Which view is shown and what is chosen in it. The view stands in the address, so that Back works. */
export class Navigation {
  view = $state<ViewName>('data');
  /** The column that the inspectors of Data and Prepare show. */
  column = $state<string | null>(null);
  /** What the Data view shows of the data set. */
  look = $state<Look>('table');
  /** The run that Evaluate and Export show; null for the newest. */
  run = $state<RunId | null>(null);
  /** Which part of Prepare is shown. */
  prepare = $state<PreparePart>('columns');
  /** What the Export view does with the run. */
  export = $state<'wizard' | 'predict'>('wizard');
  paletteOpen = $state(false);
  inspectorOpen = $state(false);

  constructor() {
    this.read();
    window.addEventListener('hashchange', () => this.read());
  }

  go(view: ViewName): void {
    window.location.hash = view;
    this.view = view;
    this.inspectorOpen = false;
  }

  private read(): void {
    const name = window.location.hash.slice(1);
    if (isViewName(name)) this.view = name;
  }
}
