import { dirname, relative, resolve, sep } from 'node:path';

/**
 * Which part of the house may import which. Paths are matched from the longest prefix; a file may always import
 * its own part. See docs/architecture.md.
 *
 * The engine's own rooms are ordered as the data flows: a room may import those before it.
 */
const engineRooms = [
  'data',
  'images',
  'features',
  'augment',
  'model',
  'learning',
  'compile',
  'runtimes',
  'train',
  'evaluate',
  'explain',
  'export',
];

/** @type {{ part: string, mayImport: string[], reason: string }[]} */
export const parts = [
  {
    part: 'src-main/contract',
    mayImport: [],
    reason: 'the contract stands alone, so that the renderer may import it',
  },
  {
    part: 'src-renderer',
    mayImport: ['src-main/contract'],
    reason: 'the renderer reaches the main side through the contract only',
  },
  {
    part: 'src-main/preload.ts',
    mayImport: ['src-main/contract'],
    reason: 'the preload binds the contract to contextBridge, nothing else',
  },
  {
    part: 'src-main/index.ts',
    mayImport: ['src-main/hosts', 'src-main/services', 'src-main/contract'],
    reason: 'composition only',
  },
  {
    part: 'src-main/hosts',
    mayImport: ['src-main/services', 'src-main/contract'],
    reason: 'a host embeds the services',
  },
  {
    part: 'src-main/services',
    mayImport: [
      'src-main/contract',
      'src-main/workspace',
      'src-main/sessions',
      'src-main/engine/protocol.ts',
    ],
    reason: 'the services reach the engine by messages only',
  },
  {
    part: 'src-main/sessions',
    mayImport: ['src-main/contract', 'src-main/workspace', 'src-main/engine/protocol.ts'],
    reason: 'sessions reach the engine by messages only',
  },
  {
    part: 'src-main/workspace',
    mayImport: ['src-main/contract'],
    reason: 'the workspace knows files, not engines',
  },
  {
    part: 'src-main/engine/protocol.ts',
    mayImport: [
      'src-main/contract',
      'src-main/engine/protocol-cleaning.ts',
      'src-main/engine/protocol-exports.ts',
      'src-main/engine/protocol-images.ts',
      'src-main/engine/protocol-training.ts',
      'src-main/engine/protocol-tables.ts',
    ],
    reason: 'messages are plain data',
  },
  {
    part: 'src-main/engine/protocol-cleaning.ts',
    mayImport: ['src-main/contract'],
    reason: 'messages are plain data',
  },
  {
    part: 'src-main/engine/protocol-exports.ts',
    mayImport: ['src-main/contract'],
    reason: 'messages are plain data',
  },
  {
    part: 'src-main/engine/protocol-training.ts',
    mayImport: ['src-main/contract'],
    reason: 'messages are plain data',
  },
  {
    part: 'src-main/engine/protocol-tables.ts',
    mayImport: ['src-main/contract'],
    reason: 'messages are plain data',
  },
  {
    part: 'src-main/engine/protocol-images.ts',
    mayImport: ['src-main/contract'],
    reason: 'messages are plain data',
  },
  { part: 'src-main/engine/random.ts', mayImport: [], reason: 'a leaf' },
  { part: 'src-main/engine/no-telemetry.ts', mayImport: [], reason: 'a leaf' },
  ...engineRooms.map((room, index) => ({
    part: `src-main/engine/${room}`,
    mayImport: [
      'src-main/contract',
      'src-main/engine/protocol.ts',
      'src-main/engine/random.ts',
      'src-main/engine/no-telemetry.ts',
      ...engineRooms.slice(0, index).map((earlier) => `src-main/engine/${earlier}`),
    ],
    reason: 'inside the engine, imports follow the data from left to right',
  })),
  {
    part: 'src-main/engine',
    mayImport: ['src-main/contract'],
    reason: 'the engine runs in children on plain Node and knows nothing of those who start it',
  },
];

const root = resolve(import.meta.dirname, '../..');
const byLength = [...parts].sort((a, b) => b.part.length - a.part.length);
const isWithin = (path, part) => path === part || path.startsWith(`${part}/`) || `${path}.ts` === part;

/** The part that a file (relative to the root, with slashes) belongs to, or undefined. */
export function partOf(path) {
  return byLength.find(({ part }) => isWithin(path, part));
}

/** Null when `from` may import `to` (both relative to the root), else why not. */
export function whyForbidden(from, to) {
  const importer = partOf(from);
  const imported = partOf(to);
  if (importer === undefined) return null;
  if (importer.part === imported?.part) return null;
  // The name and version of the program, for those who show them.
  if (to === 'package.json' && importer.part === 'src-main/hosts') return null;
  // The engine's entry and its tasks tie the rooms together.
  if (importer.part === 'src-main/engine' && isWithin(to, 'src-main/engine')) return null;
  if (imported !== undefined && importer.mayImport.some((allowed) => isWithin(to, allowed))) return null;
  return importer.reason;
}

/** The packages that only one part of the house may load. */
const packageHomes = [
  { pattern: /^electron$/, homes: ['src-main/index.ts', 'src-main/preload.ts', 'src-main/hosts/desktop'] },
  { pattern: /^@tensorflow\//, homes: ['src-main/engine'] },
  { pattern: /^@duckdb\//, homes: ['src-main/engine'] },
  { pattern: /^onnx/, homes: ['src-main/engine'] },
  // A process of its own: see the roles of children.
  { pattern: /^sharp$/, homes: ['src-main/engine/images', 'src-main/engine/tasks/images.ts'] },
];
const nodeFree = ['src-main/contract', 'src-renderer'];

/** Null when a file may import the package, else why not. */
export function whyPackageForbidden(from, name) {
  if (partOf(from) === undefined) return null;
  if (name.startsWith('node:') && nodeFree.some((part) => isWithin(from, part))) {
    return 'the contract and the renderer run where there is no Node';
  }
  const rule = packageHomes.find(({ pattern }) => pattern.test(name));
  if (rule === undefined || rule.homes.some((home) => isWithin(from, home))) return null;
  return `only ${rule.homes.join(', ')} may load it`;
}

/** ESLint rule: imports point one way through the house. */
export const importDirection = {
  meta: {
    type: 'problem',
    docs: { description: 'imports point one way through the house' },
    schema: [],
    messages: { forbidden: '{{from}} may not import {{to}}: {{reason}}.' },
  },
  create(context) {
    const from = relative(root, context.filename).split(sep).join('/');
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const local = source.startsWith('.');
      const to = local
        ? relative(root, resolve(dirname(context.filename), source))
            .split(sep)
            .join('/')
        : source;
      const reason = local ? whyForbidden(from, to) : whyPackageForbidden(from, source);
      if (reason !== null) context.report({ node, messageId: 'forbidden', data: { from, to, reason } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
