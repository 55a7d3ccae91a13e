import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';

/** What decides on which Node the engine runs: given, so that the rule can be tested. */
export interface NodeSearch {
  env: NodeJS.ProcessEnv;
  execPath: string;
  /** Whether this very process is Electron, whose allocator cannot hold large tensors. */
  isElectron: boolean;
  platform: NodeJS.Platform;
  /** The folder that ships with the application. */
  resources: string;
  exists(path: string): boolean;
}

export function currentSearch(resources: string): NodeSearch {
  return {
    env: process.env,
    execPath: process.execPath,
    isElectron: process.versions['electron'] !== undefined,
    platform: process.platform,
    resources,
    exists: existsSync,
  };
}

/**
 * The plain Node binary for the children: STRONGROOM_NODE when set, else this process's own when it is plain
 * Node, else the one bundled under resources/node, else (in development) the Node that runs npm.
 * Throws ENGINE_NOT_FOUND.
 */
export function findNode(search: NodeSearch): string {
  const chosen = search.env['STRONGROOM_NODE'];
  if (chosen !== undefined && chosen !== '') {
    if (search.exists(chosen)) return chosen;
    throw new StrongroomError('ENGINE_NOT_FOUND', `STRONGROOM_NODE names ${chosen}, which does not exist.`, {
      expected: 'the path of a Node binary, version 20.19 or newer',
      received: chosen,
      next: 'Correct the variable STRONGROOM_NODE or remove it.',
    });
  }
  if (!search.isElectron) return search.execPath;
  const bundled = join(search.resources, 'node', search.platform === 'win32' ? 'node.exe' : 'bin/node');
  if (search.exists(bundled)) return bundled;
  const npmNode = search.env['npm_node_execpath'];
  if (npmNode !== undefined && search.exists(npmNode)) return npmNode;
  throw new StrongroomError('ENGINE_NOT_FOUND', 'The engine has no Node binary to run on.', {
    expected: bundled,
    received: 'no such file',
    next: 'Install the application again, or set STRONGROOM_NODE to a Node binary, version 20.19 or newer.',
  });
}
