/** Data files are compiled in (build/yaml-modules.mjs); each importer checks the shape it needs. */
declare module '*.yaml' {
  const content: unknown;
  export default content;
}
