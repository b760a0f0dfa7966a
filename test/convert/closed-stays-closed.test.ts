import { describe, expect, it } from 'vitest';
import type { Outcome, Request } from '../../src/behaviour/outcome.js';
import { createIngressNginxModel, type IngressNginxModel } from '../../src/behaviour/sources/ingress-nginx.js';
import { createGatewayModel } from '../../src/behaviour/targets/gateway-api.js';
import { convertCase, type Target } from './case-conversion.js';
import type { NginxCase } from './case-file.js';
import { guardedLayouts } from './guarded-layouts.js';

const targets: readonly Target[] = [
  { version: '1.4', channel: 'standard' },
  { version: '1.5', channel: 'standard' },
  { version: '1.6', channel: 'experimental' },
];

const secrets = [
  { metadata: { name: 'users' }, stringData: { auth: 'user:$apr1$x$y' } },
  { metadata: { name: 'ca' }, cert: { caOnly: true, sans: ['ca'] } },
];

const TRUSTED = '10.9.9.9';
const STRANGER = '192.0.2.1';

const hosts = ['foo.com', 'admin.foo.com', 'www.foo.com', 'a.b.foo.com', 'bar.com', 'stranger.example'];

/** Spellings that a proxy has to normalise first (//admin) are left to the implementation, guard or not. */
const paths = [
  '/',
  '/admin',
  '/admin/',
  '/admin/x',
  '/adminx',
  '/ADMIN',
  '/Admin/x',
  '/x',
  '/x/admin',
  '/x/admin/y',
  '/y/admin',
  '/public',
  '/public/x',
  '/publicx',
  '/nothing',
];

describe('what the controller refuses reaches no backend after the conversion', () => {
  for (const [name, ingresses] of Object.entries(guardedLayouts)) {
    for (const target of targets) {
      it(`${name} (Gateway API ${target.version} ${target.channel})`, () => {
        const entry: NginxCase = {
          id: 'layout',
          area: 'auth',
          about: name,
          ingresses,
          secrets,
          requests: [],
          expect: [],
        };
        const { conversion } = convertCase(entry, target);
        const stranger = controller(entry, false);
        const trusted = controller(entry, true);
        const gateway = createGatewayModel(
          conversion.emitted.map((emitted) => emitted.object),
          { assumeServicesExist: true, assumeSecretsExist: true, assumeConfigMapsExist: true },
        );
        const refused = requests().filter((request) => isRefusal(stranger.answer(request)));
        expect(refused.length, 'requests that the controller refuses').toBeGreaterThan(0);
        const reached = refused.flatMap((request) => {
          // The path as it is written stays closed however the implementation decides what it may decide.
          const isWritten = /^\/admin(\/|$)/.test(request.path);
          const isGuarded = trusted.answer({ ...request, clientAddress: TRUSTED }).backends.length > 0;
          const outcomes = isWritten && isGuarded ? gateway.permitted(request) : [gateway.answer(request)];
          return outcomes
            .filter((outcome) => outcome.backends.length > 0)
            .map((outcome) => `${request.scheme}://${request.host}${request.path} by ${outcome.rule}`);
        });
        expect(reached, 'requests that reach a backend all the same').toEqual([]);
      });
    }
  }
});

/** The controller as somebody sees it who can show every credential, or none. */
function controller({ ingresses }: NginxCase, isTrusted: boolean): IngressNginxModel {
  return createIngressNginxModel({
    ingresses,
    secrets,
    assumeServicesExist: true,
    checks: {
      basic: () => isTrusted,
      external: () => ({ status: isTrusted ? 200 : 401 }),
      clientCertificate: () => (isTrusted ? { verified: true, subject: 'CN=trusted' } : null),
    },
  });
}

function requests(): readonly Request[] {
  return (['http', 'https'] as const).flatMap((scheme) =>
    hosts.flatMap((host) =>
      paths.map((path): Request => ({ scheme, host, method: 'GET', path, clientAddress: STRANGER })),
    ),
  );
}

function isRefusal(outcome: Outcome): boolean {
  return outcome.backends.length === 0 && [400, 401, 403, 503].includes(outcome.status);
}
