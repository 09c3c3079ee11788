/** Imports point one way: apps → any; a room → stores and contract; stores → contract; contract → a schema library only. */
const ROOMS = 'connect|collect|measure|evaluate|publish|accounts';
module.exports = {
  forbidden: [
    {
      name: 'rooms-never-import-each-other',
      comment: 'Rooms meet in the stores, or apps/emc hands one to another.',
      severity: 'error',
      from: { path: `^packages/(${ROOMS})/src` },
      to: { path: `^packages/(${ROOMS})/`, pathNot: '^packages/$1/' },
    },
    {
      name: 'rooms-import-only-stores-and-contract',
      comment: 'A room knows the stores and the contract, nothing else of ours.',
      severity: 'error',
      from: { path: `^packages/(${ROOMS})/src` },
      to: { path: '^(packages|apps)/', pathNot: '^packages/($1|contract|control-store|event-store)/' },
    },
    {
      name: 'stores-import-only-contract',
      comment: 'A store knows the words, not who uses it.',
      severity: 'error',
      from: { path: '^packages/(control-store|event-store)/src' },
      to: { path: '^(packages|apps)/', pathNot: '^packages/($1|contract)/' },
    },
    {
      name: 'contract-imports-nothing-of-ours',
      comment: 'The contract has no I/O and no friends but the schema library and the context of asynchronous work.',
      severity: 'error',
      from: { path: '^packages/contract/src' },
      to: { pathNot: '^(packages/contract/|node_modules/zod/|(node:)?async_hooks$)' },
    },
    {
      name: 'browser-code-takes-only-types-of-contract',
      comment: 'tracker and console run in a browser: types of the contract are free, code is not.',
      severity: 'error',
      from: { path: '^(packages/tracker/src|apps/console/src)' },
      to: { path: '^(packages|apps)/', pathNot: '^(packages/tracker|apps/console)/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circles', comment: 'A circle means that one of the two is in the wrong place.', severity: 'error', from: { pathNot: '^node_modules' }, to: { circular: true } },
    {
      name: 'no-junk-drawers',
      comment: 'Nothing is called shared, common, core, lib or utils: name it by what it is.',
      severity: 'error',
      from: {},
      to: { path: '^(packages|apps)/[^/]+/src/(shared|common|core|lib|util|utils|helpers)[/.]' },
    },
    { name: 'resolvable', comment: 'An import that cannot be resolved.', severity: 'error', from: { path: '^(packages|apps)' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
};
