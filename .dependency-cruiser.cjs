// Who may import whom (docs/architecture.md). Every rule here has a planted violation in scripts/check/dependency-canary.ts.
const NPM = 'node_modules';
const OURS = '^(contract|domain|electron|renderer|server|scripts|test)/';
// Programs of their own that run inside Electron, where the module is built in; no part of the application.
const HOST = '^scripts/(setup/host|bench/floors)/';

/** Imports of `from` that lead outside `allowed` (regular expressions of resolved paths, or of module names). */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Modules that need each other are one module or three.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    only('contract-imports', '^contract/', ['^contract/', `${NPM}/zod/`], 'contract imports zod only.'),
    only(
      'domain-imports',
      '^domain/',
      ['^domain/', '^contract/', `${NPM}/zod/`],
      'domain imports contract and the schemas it is made of: no I/O, no other packages.',
    ),
    {
      name: 'core-imports',
      comment:
        'core imports contract, domain, resources, node and its data packages; never the shell, the page or the hub.',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: {
        path: ['^electron/(main|preload)/', '^renderer/', '^server/', '^scripts/', `${NPM}/electron/`, '^electron$'],
      },
    },
    {
      name: 'electron-imports',
      comment: 'electron/main and electron/preload are the only importers of electron (tools may use its types).',
      severity: 'error',
      from: { path: OURS, pathNot: ['^electron/(main|preload)/', HOST] },
      to: { path: ['^electron$', `${NPM}/electron/`] },
    },
    {
      name: 'shell-imports',
      comment: 'main and preload import neither the page nor the hub nor tools.',
      severity: 'error',
      from: { path: '^electron/(main|preload)/' },
      to: { path: ['^renderer/', '^server/', '^scripts/'] },
    },
    {
      name: 'preload-imports',
      comment: 'preload is a transport: contract and electron, nothing else.',
      severity: 'error',
      from: { path: '^electron/preload/' },
      to: { pathNot: ['^electron/preload/', '^contract/', '^electron$', `${NPM}/electron/`] },
    },
    {
      name: 'sqlite-imports',
      comment:
        'better-sqlite3 is opened in one place of the application (types are free); tools and tests may read databases.',
      severity: 'error',
      from: { path: '^(contract|domain|electron|renderer|server)/', pathNot: '^electron/core/storage/open\\.ts$' },
      to: { path: [`${NPM}/better-sqlite3/`, '^better-sqlite3$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'renderer-imports',
      comment: 'The page knows contract, domain and its own packages: no node, no host code.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ['^electron', '^server/', '^scripts/'] },
    },
    {
      name: 'renderer-no-node',
      severity: 'error',
      comment: 'The page has no node modules.',
      from: { path: '^(renderer|contract|domain)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-apart',
      comment: 'A feature never imports another feature.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'server-imports',
      comment: 'The hub imports contract and domain, not the workstation.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: ['^electron', '^renderer/', '^scripts/'] },
    },
    {
      name: 'nothing-imports-test',
      severity: 'error',
      comment: 'Tests are leaves.',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that package.json does not name may vanish with any update.',
      severity: 'error',
      from: { path: OURS, pathNot: HOST },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'shipped-code-uses-shipped-packages',
      comment:
        'The application and the hub must not need devDependencies (electron comes with the application itself).',
      severity: 'error',
      from: { path: '^(contract|domain|electron|renderer|server)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: [`${NPM}/electron/`, `${NPM}/@types/`],
      },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: NPM },
    exclude: { path: '^out/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.mts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
