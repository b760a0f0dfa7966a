import { describe, expect, test } from 'vitest';
import { splitLabels } from '../../src/kubernetes/ownership-labels.js';

describe('labels of an object that is converted', () => {
  test('are kept, but for those that claim it for a tool', () => {
    const described = {
      app: 'web',
      'app.kubernetes.io/name': 'web',
      'app.kubernetes.io/instance': 'web',
      team: 'shop',
    };
    const claims = {
      'helm.sh/chart': 'web-1.2.3',
      'app.kubernetes.io/managed-by': 'Helm',
      heritage: 'Helm',
      'argocd.argoproj.io/instance': 'web',
      'kustomize.toolkit.fluxcd.io/name': 'web',
      'applyset.kubernetes.io/part-of': 'applyset-x-v1',
    };
    expect(splitLabels({ ...claims, ...described })).toEqual({ kept: described, claims: Object.keys(claims) });
  });

  test('that claim nothing stay as they are', () => {
    const labels = { heritage: 'roman', 'example.com/managed-by': 'x' };
    expect(splitLabels(labels)).toEqual({ kept: labels, claims: [] });
  });
});
