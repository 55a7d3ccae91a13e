import { describe, expect, test } from 'vitest';
import { whyForbidden, whyPackageForbidden } from '../../build/lint/import-direction.js';

describe('import direction', () => {
  test.each([
    ['src-renderer/views/Data.svelte', 'src-main/contract/calls'],
    ['src-main/services/datasets.ts', 'src-main/workspace/projects'],
    ['src-main/services/datasets.ts', 'src-main/engine/protocol'],
    ['src-main/sessions/supervisor.ts', 'src-main/engine/protocol'],
    ['src-main/engine/train/loop.ts', 'src-main/engine/model/build'],
    ['src-main/engine/child.ts', 'src-main/engine/tasks/data'],
    ['src-main/engine/tasks/data.ts', 'src-main/engine/export/onnx/write'],
    ['src-main/hosts/cli/main.ts', 'src-main/services/index'],
    ['src-main/contract/calls.ts', 'src-main/contract/schemas/app'],
  ])('%s may import %s', (from, to) => {
    expect(whyForbidden(from, to)).toBeNull();
  });

  test.each([
    ['src-renderer/views/Data.svelte', 'src-main/services/index'],
    ['src-renderer/api/client.ts', 'src-main/engine/data/frame'],
    ['src-main/contract/calls.ts', 'src-main/services/index'],
    ['src-main/services/datasets.ts', 'src-main/engine/data/frame'],
    ['src-main/sessions/supervisor.ts', 'src-main/engine/tasks/data'],
    ['src-main/workspace/projects.ts', 'src-main/services/index'],
    ['src-main/engine/model/build.ts', 'src-main/engine/train/loop'],
    ['src-main/engine/data/import.ts', 'src-main/hosts/cli/main'],
    ['src-main/engine/child.ts', 'src-main/sessions/supervisor'],
    ['src-main/engine/tasks/data.ts', 'src-main/services/index'],
  ])('%s may not import %s', (from, to) => {
    expect(whyForbidden(from, to)).toEqual(expect.any(String));
  });

  test('native engines are loaded by the engine alone, Electron by its host alone', () => {
    expect(whyPackageForbidden('src-main/engine/data/database.ts', '@duckdb/node-api')).toBeNull();
    expect(whyPackageForbidden('src-main/services/datasets.ts', '@duckdb/node-api')).toEqual(
      expect.any(String),
    );
    expect(whyPackageForbidden('src-main/hosts/desktop/window.ts', 'electron')).toBeNull();
    expect(whyPackageForbidden('src-main/hosts/browser/main.ts', 'electron')).toEqual(expect.any(String));
    expect(whyPackageForbidden('src-main/contract/wire.ts', 'node:fs')).toEqual(expect.any(String));
  });
});
