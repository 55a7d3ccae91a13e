import type { Handlers } from './backend';
import type { House } from './house';

export function appHandlers({ options, workspace }: House): Pick<Handlers, 'app.describe'> {
  return {
    'app.describe': async () => ({
      version: options.version,
      host: options.host,
      platform: process.platform,
      workspace: workspace.root,
    }),
  };
}
