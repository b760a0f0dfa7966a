import type { CatalogueEntry } from './entry.js';

/** RS2330 to RS2359: what users say about findings, and what comes of it. */
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
} as const satisfies Record<string, CatalogueEntry>;
