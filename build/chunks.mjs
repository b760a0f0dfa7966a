/*
 * Which modules come in one file. Node takes longer to find sixty small files than to read them, so what every conversion
 * loads stands in few; each line is loaded without those below it. What no line names is split by what uses it.
 */
const CHUNKS = [
  // Needed by all that follows, and free of modules of Node, since the library loads it too.
  {
    name: 'options',
    of: [
      /^src\/(?:options|profile|reports\/wording|ledger\/unreadable|targets\/gateway-api\/profiles\/releases|kubernetes\/ip-range)\.ts/,
    ],
  },
  // The flags: for help and completions nothing more is read. Not the entry itself: it waits for what it calls.
  {
    name: 'start',
    of: [
      /^node_modules\/commander\//,
      /^src\/cli\/(?:option-values|options|usage-error|report-flags|exit-codes|shell-word|find-config|progress)\.ts/,
      /^src\/cli\/(?:cluster-options|live-flags|write-reports)\.ts/,
      /^src\/(?:live\/(?:entry-point|settings)|reports\/shell-word)\.ts/,
    ],
  },
  // Manifests to manifests; free of modules of Node as well. Not what only some conversions load (src/load-repertoire.ts).
  {
    name: 'conversion',
    of: [
      /^mappings\/ingress-nginx\./,
      /^src\/(?!everything|convert\.|index)[^/]+\.ts$/,
      /^src\/(?:kubernetes|ledger|model|sorting|suppressions)\//,
      /^src\/mappings\/(?!haproxy|nginx-inc|openshift|all|own-mapping)/,
      /^src\/sources\/(?:[^/]+\.ts|ingress-nginx\/|snippets\/|[^/]+\/selection\.ts)/,
      /^src\/targets\/(?:[^/]+\.ts|gateway-api\/(?:[^/]+\.ts|profiles\/(?!implementations|cilium|openshift)[^/]+\.ts))/,
      /^src\/writing\/(?!write-files|file-names)/,
      /^src\/manifests\/(?!files|find-files|ignore-rules|read-small-file)/,
    ],
  },
  // Files in, reports out.
  {
    name: 'command',
    of: [
      /^src\/(?:manifests\/|reports\/json)/,
      /^src\/cli\/(?:conversion|configure|config-flags|parts|inputs|read-own-files|judged|write-pieces)\.ts/,
    ],
  },
];

/** The groups for rolldown's `codeSplitting`; `root` ends with a slash. */
export function chunkGroups(root) {
  return CHUNKS.map(({ name, of }, index) => ({
    name,
    test: (id) => id.startsWith(root) && of.some((modules) => modules.test(id.slice(root.length))),
    priority: CHUNKS.length - index,
  }));
}
