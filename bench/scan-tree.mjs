import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of this many files one holds an Ingress. */
const EVERY = 100;
const FILES_PER_FOLDER = 50;

/**
 * Writes a tree of manifests of which one in a hundred holds an Ingress: Deployments, ConfigMaps and values, as repositories
 * are full of. Answers the folder, and the files with Ingresses.
 */
export async function generateTree(directory, count) {
  const found = [];
  for (let at = 0; at < count; at += FILES_PER_FOLDER) {
    const folder = join(directory, `team-${at % 1000}`, `app-${at}`);
    await mkdir(folder, { recursive: true });
    await Promise.all(
      Array.from({ length: Math.min(FILES_PER_FOLDER, count - at) }, async (_, index) => {
        const n = at + index;
        const file = join(folder, `file-${n}.yaml`);
        if (n % EVERY === 0) found.push(file);
        await writeFile(file, n % EVERY === 0 ? ingress(n) : other(n));
      }),
    );
  }
  return found.sort();
}

function ingress(n) {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web-${n}
  namespace: shop
spec:
  ingressClassName: nginx
  rules:
    - host: host-${n}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
`;
}

/** One of eight, in the shares in which applications have them. */
function other(n) {
  const name = `app-${n}`;
  switch (n % 8) {
    case 1:
    case 2:
      return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: app
          image: registry.example.com/app:${n}
          ports:
            - containerPort: 8080
          resources:
            limits:
              memory: 128Mi
`;
    case 3:
      return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    app: ${name}\n  ports:\n    - port: 80\n`;
    case 4:
      return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  settings: |\n    level: info\n    number: ${n}\n`;
    case 5:
      return `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n`;
    case 6:
      return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
  minReplicas: 2
  maxReplicas: 8
`;
    case 7:
      return `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - deployment.yaml\n  - service.yaml\n`;
    default:
      return `# Values of ${name}\nreplicas: 3\nimage:\n  repository: registry.example.com/${name}\n  tag: 1.2.${n}\n`;
  }
}
