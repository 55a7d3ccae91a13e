// Builds the server of an exported model into one file that needs nothing but Node and onnxruntime-node: it is served
// by `strongroom serve`, and copied into every deployment kit.
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, external: ['onnxruntime-node'] },
  build: {
    ssr: join(root, 'src-main/engine/export/serve/main.ts'),
    outDir: join(root, 'out/main/model-server'),
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rollupOptions: { output: { entryFileNames: 'server.mjs', format: 'es' } },
  },
});
