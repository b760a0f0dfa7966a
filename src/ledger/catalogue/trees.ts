import type { CatalogueEntry } from './entry.js';

/** Writing into a tree of files: what stays, what is shared, what kustomize and Helm make of it. */
export const trees = {
  RS2300: {
    title: 'An object made of several files',
    severity: 'info',
    why: 'A Gateway, a ReferenceGrant or a route may belong to Ingresses of several files. It gets a file of its own in the nearest folder that is common to them.',
    fix: 'Nothing to do.',
  },
  RS2301: {
    title: 'An object that was not replaced',
    severity: 'warning',
    why: 'Only what was converted whole may go. Rules that are withheld, errors, and patches of kustomize that were not seen stay with their Ingress, and what was converted stands behind it.',
    fix: 'Resolve what its other findings say and run again; until the cut-over, both are needed.',
  },
  RS2302: {
    title: 'An object that stays because of another',
    severity: 'warning',
    why: 'A host is served by one data plane. Where one Ingress of a host stays, replacing another would leave a part of the host on each side.',
    fix: 'Resolve what keeps the other one and run again.',
  },
  RS2303: {
    title: 'A document that cannot be replaced in its file',
    severity: 'warning',
    why: 'Items of Lists and Templates, JSON, UTF-16 and files behind symbolic links cannot be edited without touching something else. What they became is written beside the file.',
    fix: 'Remove the source by hand at the cut-over, or write it as a YAML document of its own and run again.',
  },
  RS2304: {
    title: 'A new file that no kustomization lists',
    severity: 'warning',
    why: 'The source is listed by a kustomization, but none in or above the folder of the new file reaches all of its sources: kustomize refuses files outside of its folder.',
    fix: 'Add the file to the resources of the kustomization that should apply it.',
  },
  RS2305: {
    title: 'A kustomization patches what was converted',
    severity: 'warning',
    why: 'The patch is applied to the Ingress when kustomize builds. What it changes was not seen, and it does not reach what the Ingress became.',
    fix: 'Convert what kustomize builds (kustomize build DIR | routeshift convert -), or write the patch for the new object.',
  },
  RS2306: {
    title: 'The base of overlays',
    severity: 'info',
    why: 'An Ingress in a base was converted as it stands there. Each overlay builds on it, and what an overlay changes was not seen.',
    fix: 'Compare with what kustomize builds of each overlay: kustomize build DIR | routeshift convert -.',
  },
  RS2307: {
    title: 'An overlay with sources of its own',
    severity: 'info',
    why: 'A kustomization that builds on another folder holds Ingresses itself. They were converted together with those of all other folders that were read.',
    fix: 'Run on one overlay at a time where overlays are different clusters.',
  },
  RS2308: {
    title: 'A kustomization that cannot be edited',
    severity: 'warning',
    why: 'Its resources are not a plain list in readable YAML, so that no entry can be added or removed without touching something else.',
    fix: 'Make the change by hand.',
  },
  RS2309: {
    title: 'A file left from an earlier run',
    severity: 'warning',
    why: 'The file begins with the line that routeshift writes, and nothing of this run goes there: its source is gone, or became something else.',
    fix: 'Delete it once nothing needs it any more, and take it out of kustomizations.',
  },
  RS2310: {
    title: 'A Helm chart',
    severity: 'error',
    why: 'Templates are no manifests before Helm renders them with the values of a release; nothing in them was read.',
    fix: 'Render the chart and convert the result: helm template CHART | routeshift convert -.',
  },
  RS2311: {
    title: 'A patch is no object',
    severity: 'info',
    why: 'A kustomization lists the file among its patches. It looks like an Ingress and holds only what it changes, so that it was not converted.',
    fix: 'Nothing to do; see what is said of the patch.',
  },
  RS2312: {
    title: 'A kustomization that renames what was converted',
    severity: 'warning',
    why: 'kustomize adapts the references of an Ingress to new names and namespaces, and knows those of Gateway API not: parentRefs, backendRefs and certificateRefs keep what is written.',
    fix: 'Convert what kustomize builds (kustomize build DIR | routeshift convert -), or add the references to the configurations of the kustomization.',
  },
  RS2313: {
    title: 'An object that stands in the tree twice',
    severity: 'warning',
    why: 'An earlier run wrote an object of this name in the place of sources that are gone, so that this run cannot make it of all of them.',
    fix: 'Make one object of the two by hand, or give the new source another name.',
  },
} as const satisfies Record<string, CatalogueEntry>;
