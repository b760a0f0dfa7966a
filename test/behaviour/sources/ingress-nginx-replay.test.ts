import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { NginxCase } from './ingress-nginx-cases.js';
import { readExamples } from './ingress-nginx-examples.js';
import { replay } from './ingress-nginx-replaying.js';

const file = '../shared/cases/ingress-nginx.yaml';
const reference = '../shared/reference/ingress-nginx-semantics.md';

const admission = 'the admission webhook, which decides before there is a data plane';

/** Cases that ask for something outside a model of single requests, each with its reason. */
const leftOut: Readonly<Record<string, string>> = {
  'proxy-body-size-default': 'a request of the model has no body size',
  'request-line-limits': 'sizes of the request line and of header lines',
  'affinity-persistent-pinned-to-dead': 'a dead endpoint among live ones of one Service',
  'admission-same-host-path': admission,
  'admission-canary-overlap': admission,
  'admission-canary-false-overlap': admission,
  'admission-two-canaries': admission,
  'admission-exact-then-prefix': admission,
  'admission-prefix-then-exact': admission,
  'admission-prefix-slash-same-ingress': admission,
  'admission-strict-path-exact': admission,
  'admission-strict-path-implspecific': admission,
  'admission-snippet': admission,
  'admission-blocklist': admission,
  'admission-risk-level': admission,
  'admission-disable-catch-all': admission,
  'admission-other-class': admission,
};

const cases = existsSync(file) ? (load(readFileSync(file, 'utf8')) as readonly NginxCase[]) : [];

describe.skipIf(!existsSync(file))('the ingress-nginx model gives the answers of the cases in ../shared', () => {
  it('every case that is left out exists', () => {
    const ids = new Set(cases.map((entry) => entry.id));
    expect(Object.keys(leftOut).filter((id) => !ids.has(id))).toEqual([]);
  });

  for (const entry of cases) {
    if (leftOut[entry.id] === undefined) it(`${entry.id}: ${entry.about}`, () => replay(entry));
  }
});

const examplesLeftOut: Readonly<Record<string, string>> = {
  'body-size-before-https-redirect': 'a request of the model has no body size',
};
const examples = existsSync(reference) ? readExamples(readFileSync(reference, 'utf8')) : [];

describe.skipIf(!existsSync(reference))(
  'the ingress-nginx model gives the answers of the reference in ../shared',
  () => {
    it('the examples are found', () => {
      expect(examples.length).toBe(100);
    });

    for (const entry of examples) {
      if (examplesLeftOut[entry.id] === undefined) it(`${entry.id}: ${entry.about}`, () => replay(entry));
    }
  },
);
