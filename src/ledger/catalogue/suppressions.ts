import type { CatalogueEntry } from './entry.js';

/** From RS2330: what users say about findings, and what comes of it. */
export const suppressions = {
  RS2330: {
    title: 'A word to routeshift on an object',
    severity: 'info',
    why: 'The annotation routeshift.dev/accept says of findings of its object that they are known, each with a reason. Findings that it names stay in the reports as suppressed and do not count. It publishes nothing: a withheld rule stays withheld until its loss is accepted with --accept.',
    fix: 'Nothing to do.',
  },
  RS2331: {
    title: 'A suppression that cannot be read',
    severity: 'error',
    why: 'A suppression names the code of a finding and gives a reason, such as "RS1204 until=2027-01-31 the old clients are gone by then". One that does not is not applied.',
    fix: 'Write the code and the reason.',
  },
  RS2332: {
    title: 'A suppression that has expired',
    severity: 'warning',
    why: 'The last day on which the suppression holds is over, so that its findings count again.',
    fix: 'Settle the findings, or set a later day.',
  },
  RS2333: {
    title: 'A suppression that matches nothing',
    severity: 'info',
    why: 'No finding of this run is what the suppression describes. It may be settled, misspelt, or about files that were not read.',
    fix: 'Remove it if its findings are settled.',
  },
  RS2334: {
    title: 'A finding that cannot be suppressed',
    severity: 'warning',
    why: 'Nobody can know what they would hide: inputs that could not be read, what routeshift lost sight of, differences that no finding explains, and faults of suppressions themselves.',
    fix: 'Settle the finding; leave files that are no manifests out of the run.',
  },
  RS2335: {
    title: 'An annotation that routeshift does not have',
    severity: 'warning',
    why: 'Under the prefix routeshift.dev there is routeshift.dev/accept alone.',
    fix: 'Correct the key.',
  },
  RS2336: {
    title: 'Findings of the baseline that are gone',
    severity: 'info',
    why: 'The baseline names findings that this run does not have: they are settled, or about files that were not read.',
    fix: 'Write the baseline again with --write-baseline to take them out.',
  },
  RS2337: {
    title: 'A Gateway of the configuration without routes',
    severity: 'info',
    why: 'The configuration names a Gateway for a class or a host, and no route of this run attaches to it.',
    fix: 'Check the spelling of the class or the host.',
  },
  RS2338: {
    title: 'Objects of one name with different content',
    severity: 'error',
    why: 'Files that the configuration converts on their own (overrides) stand for clusters of their own, and what is written for them may have the same names.',
    fix: 'Convert each part with a run of its own, and an output folder of its own.',
  },
  RS2339: {
    title: 'A configuration that does not count',
    severity: 'warning',
    why: 'A run has one configuration: the nearest routeshift.yaml in the folder that all inputs share, or above it. One further down says nothing.',
    fix: 'Move its settings into an entry of overrides, or convert its folder with a run of its own.',
  },
} as const satisfies Record<string, CatalogueEntry>;
