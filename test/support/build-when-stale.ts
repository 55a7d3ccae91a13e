import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Integration tests run the built engine child and command line, so the build has to match the sources. */
export default function buildWhenStale(): void {
  if (process.env['STRONGROOM_SKIP_BUILD'] === '1') return;
  execFileSync(
    process.execPath,
    [resolve(import.meta.dirname, '../../build/scripts/build.mjs'), '--if-stale'],
    {
      stdio: 'inherit',
    },
  );
}
