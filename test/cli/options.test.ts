import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { type ConvertFlags, convertOptions, sourceOptions, targetOptions } from '../../src/cli/options.js';
import { DEFAULT_OPTIONS, type RunOptions } from '../../src/options.js';

function parse(...args: string[]): RunOptions {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const option of [...sourceOptions(), ...targetOptions()]) command.addOption(option);
  return convertOptions(command.parse(args, { from: 'user' }).opts<ConvertFlags>(), undefined);
}

describe('the flags of convert', () => {
  it('give the options of the library, and its defaults without any', () => {
    expect(JSON.parse(JSON.stringify(parse()))).toEqual(JSON.parse(JSON.stringify(DEFAULT_OPTIONS)));
  });

  it.each<[string[], Partial<RunOptions>]>([
    [['--ingress-class', 'nginx', '--ingress-class', 'internal'], { ingressClasses: ['nginx', 'internal'] }],
    [['--watch-ingress-without-class'], { watchIngressWithoutClass: true }],
    [['--no-watch-ingress-without-class'], { watchIngressWithoutClass: false }],
    [['--disable-catch-all'], { disableCatchAll: true }],
    [['--annotation-prefix', 'nginx.example.com/'], { annotationPrefix: 'nginx.example.com' }],
    [['--namespace', 'shop'], { namespace: 'shop' }],
    [['--default-ssl-certificate', 'a/b'], { defaultSslCertificate: { namespace: 'a', name: 'b' } }],
    [['--default-backend-service', 'a/b'], { defaultBackendService: { namespace: 'a', name: 'b' } }],
    [['--default-backend-service', 'a/b:81'], { defaultBackendService: { namespace: 'a', name: 'b', port: 81 } }],
    [
      ['--gateway-api-version', '1.4', '--channel', 'experimental'],
      { gatewayApiVersion: '1.4', channel: 'experimental' },
    ],
    [
      ['--gateway', 'infra/public', '--http-listener', 'web', '--https-listener', 'websecure'],
      { gateway: { namespace: 'infra', name: 'public' }, httpListener: 'web', httpsListener: 'websecure' },
    ],
    [
      ['--gateway-name', 'edge', '--gateway-namespace', 'infra', '--gateway-class', 'envoy'],
      { gatewayName: 'edge', gatewayNamespace: 'infra', gatewayClass: 'envoy' },
    ],
    [
      ['--gateway-per', 'namespace', '--listeners', 'listenerset'],
      { gatewayPer: 'namespace', listeners: 'listenerset' },
    ],
    [['--accept', 'auth-type', '--accept', 'RS1301'], { accept: ['auth-type', 'RS1301'] }],
  ])('%j', (args, expected) => {
    expect(parse(...args)).toMatchObject(expected);
  });

  it.each([
    [['--gateway', 'public']],
    [['--gateway', 'a/b/c']],
    [['--gateway', 'a/b', '--gateway-name', 'c']],
    [['--gateway', 'a/b', '--listeners', 'gateway']],
    [['--gateway-api-version', '2.0']],
    [['--channel', 'beta']],
    [['--namespace', 'Shop_1']],
    [['--default-backend-service', 'a/b:0']],
    [['--default-backend-service', 'a/b:http']],
    [['--annotation-prefix', 'a b']],
    [['--accept', ' ']],
  ])('refuse %j', (args) => {
    expect(() => parse(...args)).toThrow();
  });
});
