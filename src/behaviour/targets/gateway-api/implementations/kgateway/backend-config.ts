import { goSeconds } from '../../../../values/go-durations.js';
import { noSettings, type ServiceSettings } from '../../plane.js';
import { type Fields, fields, items, optionalFields, text } from '../../reading.js';

/** A BackendConfigPolicy of a Service: how long to wait for a connection, and the cookie that holds clients, if it has a ttl. */
export function backendSettings(spec: Fields | undefined): ServiceSettings {
  if (spec === undefined) return noSettings;
  const connect = goSeconds(spec.connectTimeout);
  const balancer = fields(spec.loadBalancer);
  const ring = fields(optionalFields(balancer.ringHash) ?? balancer.maglev);
  const cookies = items(ring.hashPolicies).map((policy) => optionalFields(policy.cookie));
  return {
    guards: cookies.flatMap((cookie) => (cookie === undefined ? [] : affinity(cookie))),
    limits: connect === undefined ? {} : { connect },
  };
}

function affinity(cookie: Fields): ServiceSettings['guards'] {
  const seconds = goSeconds(cookie.ttl);
  if (seconds === undefined) return [];
  const [path, sameSite] = [text(cookie.path), text(cookie.sameSite)];
  return [
    {
      kind: 'affinity',
      parameters: {
        cookie: text(cookie.name) ?? '',
        mode: 'balanced',
        secure: cookie.secure === true,
        httpOnly: cookie.httpOnly === true,
        ...(seconds === 0 ? {} : { maxAge: seconds }),
        ...(path === undefined ? {} : { path }),
        ...(sameSite === undefined ? {} : { sameSite }),
      },
    },
  ];
}
