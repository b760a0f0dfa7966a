/*
 * Commander can start other programs as subcommands, which routeshift has none of. The module that it loads for that takes
 * Node longer to set up than all of commander.
 */
const COMMANDER = /[\\/]node_modules[\\/]commander[\\/]/;
const NAME = '\0no-programs';

/** A plugin for rolldown. */
export function noPrograms() {
  return {
    name: 'no-programs',
    resolveId: {
      order: 'pre',
      handler: (id, importer) => (id === 'node:child_process' && COMMANDER.test(importer ?? '') ? NAME : null),
    },
    load: (id) => (id === NAME ? 'export const spawn = undefined;' : null),
  };
}
