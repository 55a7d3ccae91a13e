import type { Backend } from './backend';
import { appHandlers } from './app';
import { cleaningHandlers } from './cleaning';
import { combineHandlers } from './combining';
import { datasetHandlers } from './datasets';
import { doctorHandlers } from './doctor';
import { downloadHandlers } from './downloads';
import { openHouse, type BackendOptions } from './house';
import { jobHandlers } from './jobs';
import { projectHandlers } from './projects';
import { queueHandlers } from './queue';
import { recipeHandlers } from './recipes';
import { runHandlers } from './runs';
import { sampleHandlers } from './samples';
import { lookHandlers } from './looking';
import { sessionHandlers } from './sessions';
import { uploadHandlers } from './uploads';

export type { Backend } from './backend';
export type { BackendOptions } from './house';

/** Everything that a host serves: one handler a call, the events, and the way to end it all. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const house = await openHouse(options);
  return {
    handlers: {
      ...appHandlers(house),
      ...doctorHandlers(house),
      ...jobHandlers(house.jobs),
      ...projectHandlers(house),
      ...sampleHandlers(house.samples),
      ...uploadHandlers(house.uploads),
      ...datasetHandlers(house),
      ...combineHandlers(house),
      ...cleaningHandlers(house),
      ...lookHandlers(house),
      ...recipeHandlers(house),
      ...sessionHandlers(house),
      ...queueHandlers(house),
      ...runHandlers(house),
      ...downloadHandlers(house.downloads),
    },
    subscribe: (listener) => house.bus.subscribe(listener),
    close: () => house.close(),
  };
}
