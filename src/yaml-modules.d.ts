/** Data files are compiled in (build/yaml-modules.mjs), and read at the first call; each importer checks the shape it needs. */
declare module '*.yaml' {
  const read: () => unknown;
  export default read;
}
