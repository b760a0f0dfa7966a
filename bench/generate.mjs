import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const PER_FILE = 1000;
const PREFIX = 'nginx.ingress.kubernetes.io/';

/** Annotations that real clusters use most, with values as people write them. */
const POPULAR = [
  ['ssl-redirect', 'true'],
  ['force-ssl-redirect', 'true'],
  ['proxy-body-size', '16m'],
  ['proxy-read-timeout', '120'],
  ['proxy-send-timeout', '120'],
  ['proxy-connect-timeout', '10'],
  ['enable-cors', 'true'],
  ['cors-allow-origin', 'https://example.com'],
  ['cors-allow-methods', 'GET, POST, OPTIONS'],
  ['backend-protocol', 'HTTP'],
  ['proxy-buffer-size', '16k'],
  ['proxy-buffering', 'off'],
  ['affinity', 'cookie'],
  ['session-cookie-name', 'route'],
  ['whitelist-source-range', '10.0.0.0/8,192.168.0.0/16'],
  ['limit-rps', '20'],
  ['custom-http-errors', '404,503'],
  ['upstream-vhost', 'internal.example.com'],
  ['use-regex', 'false'],
];

/**
 * Writes `count` Ingresses as files of at most 1,000 objects into `directory`, about 0.9 kB each, with a Service and a
 * Deployment document here and there. The same count gives the same bytes.
 * @returns the paths of the files
 */
export async function generate(directory, count) {
  await mkdir(directory, { recursive: true });
  const random = generator(count);
  const files = [];
  for (let start = 0; start < count; start += PER_FILE) {
    const file = join(directory, `ingresses-${String(start / PER_FILE).padStart(4, '0')}.yaml`);
    const stream = createWriteStream(file);
    for (let i = start; i < Math.min(start + PER_FILE, count); i++) {
      const last = i === Math.min(start + PER_FILE, count) - 1;
      stream.write([ingress(i, random), ...companions(i)].join('---\n') + (last ? '' : '---\n'));
    }
    stream.end();
    await once(stream, 'close');
    files.push(file);
  }
  return files;
}

/** A linear congruential generator (the constants of Numerical Recipes): numbers in [0, 1) from a seed. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function ingress(i, random) {
  const team = `team-${i % 50}`;
  const name = `app-${i}`;
  const host = `${name}.${team}.example.com`;
  // Cubed: most have few, some have many.
  const paths = Array.from({ length: 1 + Math.floor(random() ** 3 * 4) }, (_, p) => (p === 0 ? '/' : `/api/v${p}`));
  const wanted = 3 + Math.floor(random() ** 3 * 8);
  const first = Math.floor(random() * POPULAR.length);
  const annotations = Array.from({ length: wanted }, (_, k) => POPULAR[(first + k) % POPULAR.length]);
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: ${team}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/managed-by: Helm
  annotations:
${annotations.map(([key, value]) => `    ${PREFIX}${key}: ${JSON.stringify(value)}\n`).join('')}spec:
  ingressClassName: nginx
  tls:
    - hosts:
        - ${host}
      secretName: ${name}-tls
  rules:
    - host: ${host}
      http:
        paths:
${paths.map((path) => pathText(path, name)).join('')}`;
}

function pathText(path, service) {
  return `          - path: ${path}
            pathType: Prefix
            backend:
              service:
                name: ${service}
                port:
                  number: 80
`;
}

/** What stands between Ingresses in a repository: every tenth has its Service, every twentieth a Deployment. */
function companions(i) {
  const documents = [];
  const names = `  name: app-${i}\n  namespace: team-${i % 50}\n`;
  if (i % 10 === 0) {
    documents.push(
      `apiVersion: v1\nkind: Service\nmetadata:\n${names}spec:\n  selector:\n    app: app-${i}\n` +
        '  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n',
    );
  }
  if (i % 20 === 0) {
    documents.push(
      `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n${names}spec:\n  replicas: 2\n  selector:\n    matchLabels:\n` +
        `      app: app-${i}\n  template:\n    metadata:\n      labels:\n        app: app-${i}\n    spec:\n      containers:\n` +
        `        - name: app\n          image: registry.example.com/app:${i}\n          ports:\n            - containerPort: 8080\n`,
    );
  }
  return documents;
}
