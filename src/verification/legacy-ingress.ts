import { type Fields, fieldsOf, isFields } from './fields.js';

/**
 * An Ingress of the v1beta1 versions in the shape of networking.k8s.io/v1, as the API server converts it
 * (pkg/apis/networking/v1beta1/conversion.go in Kubernetes): `backend`, serviceName and servicePort are spelt otherwise,
 * and a missing pathType is ImplementationSpecific.
 */
export function asVersion1(content: Fields): Fields {
  const spec = fieldsOf(content.spec);
  const { backend, ...rest } = spec;
  return {
    ...content,
    apiVersion: 'networking.k8s.io/v1',
    spec: {
      ...rest,
      ...(backend === undefined ? {} : { defaultBackend: backendOf(backend) }),
      ...(Array.isArray(spec.rules) ? { rules: spec.rules.map(ruleOf) } : {}),
    },
  };
}

function ruleOf(value: unknown): unknown {
  const rule = fieldsOf(value);
  if (!isFields(rule.http)) return value;
  const { paths } = rule.http;
  return { ...rule, http: { ...rule.http, ...(Array.isArray(paths) ? { paths: paths.map(pathOf) } : {}) } };
}

function pathOf(value: unknown): unknown {
  const path = fieldsOf(value);
  return { pathType: 'ImplementationSpecific', ...path, backend: backendOf(path.backend) };
}

function backendOf(value: unknown): unknown {
  const { serviceName, servicePort, ...rest } = fieldsOf(value);
  if (serviceName === undefined) return value;
  const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort };
  return { ...rest, service: { name: serviceName, port } };
}
