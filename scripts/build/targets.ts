import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig, Plugin, Rolldown } from 'vite';

/** Modules that stay outside the bundles. Listed statically: externals set by plugins are ignored by the bundler. */
export const NATIVE_EXTERNALS = ['electron', 'better-sqlite3'] as const;

const EXTERNALS = [...NATIVE_EXTERNALS, ...builtinModules, ...builtinModules.map((name) => `node:${name}`), /^node:/];

/** True for a module that a bundle may ask for at run time. */
export function isAllowedExternal(specifier: string): boolean {
  return EXTERNALS.some((each) => (each instanceof RegExp ? each.test(specifier) : each === specifier));
}

/** One Vite run: where it starts, and where its result goes below the build folder. */
export type Target = {
  readonly name: 'main' | 'preload' | 'core' | 'frames' | 'renderer' | 'memory';
  readonly entry: string;
  readonly config: InlineConfig;
};

/** Libraries mark files for React's server with a directive that means nothing in a bundle; other warnings are shown. */
const onLog: NonNullable<Rolldown.InputOptions['onLog']> = (level, log, show) => {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') show(level, log);
};

const SHARED: InlineConfig = {
  configFile: false,
  envDir: false,
  logLevel: 'warn',
  mode: 'production',
};

/**
 * A program of the host side: CommonJS, because Electron 33 loads neither ESM preloads nor our native hook for ESM. One file, but for main,
 * which keeps what it only needs after its window in files of their own.
 */
function program(root: string, out: string, name: 'main' | 'preload' | 'core' | 'frames', entry: string): Target {
  return {
    name,
    entry,
    config: {
      ...SHARED,
      root,
      define: { 'process.env.NODE_ENV': '"production"' },
      ssr: { noExternal: true },
      build: {
        ssr: join(root, entry),
        outDir: join(out, 'app', name),
        target: 'node20',
        minify: true,
        sourcemap: true,
        emptyOutDir: true,
        rolldownOptions: {
          external: EXTERNALS,
          onLog,
          output: {
            format: 'cjs',
            entryFileNames: 'index.cjs',
            chunkFileNames: '[name].cjs',
            codeSplitting: name === 'main',
          },
        },
      },
    },
  };
}

/**
 * video.js asks for `window` and `document` as CommonJS modules whose exports are those very objects, and a bundler then copies every
 * property of them, which takes 20 ms of a start. Here they are modules that name the object.
 */
function plainGlobals(): Plugin {
  const names = new Map([
    ['global/window', 'window'],
    ['global/document', 'document'],
  ]);
  const prefix = '\0plain-global:';
  return {
    name: 'lupa-plain-globals',
    enforce: 'pre',
    resolveId: (source, importer) =>
      names.has(source) && importer?.endsWith('.es.js') === true ? prefix + source : undefined,
    load: (id) => (id.startsWith(prefix) ? `export default ${names.get(id.slice(prefix.length))};` : undefined),
  };
}

/**
 * A page's files: what its entry imports, which stands between a start and the first item, the player, and what else is only imported on
 * demand. Not more, because each further file is a further request before anything runs.
 */
const PAGE_FILES: Rolldown.CodeSplittingOptions = {
  groups: [
    { name: 'first', tags: ['$initial'], priority: 1 },
    { name: 'player', test: /video\.?js/, priority: 1 },
    { name: 'later', priority: 0 },
  ],
};

/** A page: built for the older of the two Chromiums, nothing inlined so that a strict content policy holds. */
function page(root: string, name: 'renderer' | 'memory', html: string, outDir: string): Target {
  return {
    name,
    entry: `renderer/${html}`,
    config: {
      ...SHARED,
      root: join(root, 'renderer'),
      base: './',
      publicDir: false,
      plugins: [plainGlobals(), react()],
      build: {
        outDir,
        target: 'chrome130',
        emptyOutDir: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        sourcemap: true,
        chunkSizeWarningLimit: 4_000,
        rolldownOptions: {
          input: join(root, 'renderer', html),
          onLog,
          output: { codeSplitting: PAGE_FILES },
        },
      },
    },
  };
}

/** What is built, from the repository `root` into the folder `out`: the application, and the page for component tests. */
export function targets(root: string, out: string): Target[] {
  return [
    program(root, out, 'main', 'electron/main/index.ts'),
    program(root, out, 'preload', 'electron/preload/index.ts'),
    program(root, out, 'core', 'electron/core/entry.ts'),
    program(root, out, 'frames', 'electron/core/media/frame-worker.ts'),
    page(root, 'renderer', 'index.html', join(out, 'app', 'renderer')),
    page(root, 'memory', 'memory.html', join(out, 'memory')),
  ];
}
