/*
 * Commander loads modules of Node that take longer to set up than all of commander: one to start other programs as
 * subcommands, which routeshift has none of, and `process` as a module, which opens standard input on the way.
 */
const COMMANDER = /[\\/]node_modules[\\/]commander[\\/]/;
const INSTEAD = new Map([
  ['node:child_process', 'module.exports = {};'],
  ['node:process', 'module.exports = process;'],
]);
const OURS = '\0light-commander:';

/** A plugin for rolldown. */
export function lightCommander() {
  return {
    name: 'light-commander',
    resolveId: {
      order: 'pre',
      handler: (id, importer) => (INSTEAD.has(id) && COMMANDER.test(importer ?? '') ? OURS + id : null),
    },
    load: (id) => (id.startsWith(OURS) ? INSTEAD.get(id.slice(OURS.length)) : null),
  };
}
