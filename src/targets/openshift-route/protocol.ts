import type { BackendTls } from '../../model/policies.js';
import type { Action, Rule } from '../../model/traffic.js';
import { lost, type RouteClaim } from './claims.js';
import type { RouteSecurity } from './security.js';

/** What a Route says about the protocol towards the backend. */
export function protocolClaims(
  rule: Rule,
  action: Action & { kind: 'forward' },
  security: RouteSecurity | undefined,
): RouteClaim[] {
  const { protocol, backendTls } = rule.policies;
  if (protocol === undefined) return [];
  const { namespace, service, writtenPort, appProtocol } = action.split.primary;
  switch (protocol.value) {
    case 'http':
    case 'fastcgi':
      return [];
    case 'as-client': {
      const message = 'the protocol towards the backend cannot follow the client; plain HTTP is used';
      return [lost(protocol.from, 'RS2195', message, 'Choose HTTP or HTTPS.')];
    }
    case 'grpc': {
      const ready = appProtocol === 'kubernetes.io/h2c' || appProtocol === 'h2c';
      const own = security?.certificate ?? security?.externalCertificate;
      const message = `gRPC needs HTTP/2 on both sides: towards the backend by appProtocol of the Service port${ready ? ', which is set' : ''}; from clients by the switch of the IngressController and ${own === undefined ? 'a certificate of the Route, which it has not' : 'the certificate of the Route, if no other Route has the same'}`;
      const next = `${ready ? '' : `Set appProtocol: kubernetes.io/h2c on port ${writtenPort} of Service ${service}. `}Annotate the IngressController with ingress.operator.openshift.io/default-enable-http2: "true".`;
      return [remarkOn(protocol.from, 'RS2195', message, next, 'spec')];
    }
    case 'https':
    case 'grpcs': {
      const checked =
        security?.destinationCACertificate === undefined
          ? `against the service CA of OpenShift, and the name ${service}.${namespace ?? '<namespace>'}.svc`
          : 'against the CA in the Route, whatever its name';
      const wasChecked = backendTls?.verify.value === true;
      const message = `the Route re-encrypts and verifies the backend ${checked}${wasChecked ? '' : '; before, its certificate was not looked at, so that a self-signed one that worked is refused with 503'}`;
      const next =
        'Write the CA of the backend into spec.tls.destinationCACertificate, unless OpenShift signed its certificate.';
      return [
        remarkOn(protocol.from, 'RS2170', message, next, 'spec.tls.termination'),
        ...backendTlsClaims(backendTls, security),
      ];
    }
  }
}

function backendTlsClaims(tls: BackendTls | undefined, security: RouteSecurity | undefined): RouteClaim[] {
  if (tls === undefined) return [];
  const hasCa = security?.destinationCACertificate !== undefined;
  const claims: RouteClaim[] = [];
  const next = 'Check that the certificate of the backend is one that the Route accepts.';
  if (tls.verify.from.length > 0) {
    const message = tls.verify.value
      ? hasCa
        ? 'the backend is verified by its CA; the name in its certificate is not looked at any more'
        : 'the backend is verified, by the service CA of OpenShift and the name of the Service'
      : 'verification cannot be switched off';
    claims.push(remarkOn(tls.verify.from, 'RS2170', message, next, 'spec.tls.termination'));
  }
  if (tls.serverName !== undefined) {
    const message = 'a Route chooses no server name for its backend: with a CA of its own it sends and checks none';
    claims.push(lost(tls.serverName.from, 'RS2170', message, 'Use a certificate of the backend that does without.'));
  }
  if (tls.caSecret === undefined) return claims;
  const { name } = tls.caSecret.value;
  if (hasCa) {
    const message = `ca.crt of Secret ${name} is copied into the Route; a client certificate in the Secret is not presented`;
    claims.push(remarkOn(tls.caSecret.from, 'RS2170', message, next, 'spec.tls.destinationCACertificate'));
  } else if (tls.verify.value) {
    const message = `the CA is in Secret ${name}, of which the input does not have ca.crt: the Route is written without it`;
    claims.push({
      items: tls.caSecret.from,
      at: undefined,
      remark: {
        verdict: 'manual',
        code: 'RS2170',
        severity: 'warning',
        message,
        next: 'Add the Secret to the input, or copy its ca.crt into spec.tls.destinationCACertificate.',
      },
    });
  } else {
    const message = `Secret ${name} is used for no verification at the controller, and its client certificate cannot be presented by a Route`;
    claims.push(lost(tls.caSecret.from, 'RS2170', message, 'Let the backend do without a client certificate.'));
  }
  return claims;
}

function remarkOn(
  items: RouteClaim['items'],
  code: 'RS2170' | 'RS2195',
  message: string,
  next: string,
  at: string,
): RouteClaim {
  return { items, at, remark: { verdict: 'approximated', code, severity: 'warning', message, next } };
}

/** What no Route can carry of a rule that is published all the same (openshift-semantics 3.2). */
export function lostClaims({ policies }: Rule): RouteClaim[] {
  const { cors, mirror, retries } = policies;
  const claims: RouteClaim[] = [];
  if (cors !== undefined) {
    const parts = [cors.origins, cors.methods, cors.headers, cors.exposeHeaders, cors.credentials, cors.maxAge];
    const items = [...new Set([cors.enabled, ...parts].flatMap(({ from }) => from))];
    const message =
      'Routes have no CORS: the headers are not added, and preflight requests (OPTIONS) go to the backend';
    claims.push(lost(items, 'RS2187', message, 'Answer CORS in the application.'));
  }
  if (mirror !== undefined) {
    const message = `no Route copies requests: ${mirror.value.service} gets none`;
    claims.push(lost(mirror.from, 'RS2188', message, 'Mirror in the application or by a proxy in front of it.'));
  }
  if (retries !== undefined) {
    const items = [...(retries.on?.from ?? []), ...(retries.tries?.from ?? [])];
    const message =
      'the router tries another endpoint only where it could not connect, and that is no choice of a Route';
    claims.push(lost(items, 'RS2189', message, 'Let clients repeat requests that failed.'));
  }
  return claims;
}
