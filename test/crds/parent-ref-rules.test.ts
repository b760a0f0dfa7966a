import { describeRules, EVERYWHERE, EXPERIMENTAL, SINCE_1_5, STANDARD } from './rule-cases.js';
import { grpcRoute, httpRoute, l4Route } from './sample-objects.js';

const edge = { name: 'edge' };
const web = { name: 'edge', sectionName: 'web' };
const api = { name: 'edge', sectionName: 'api' };

describeRules('parentRefs', [
  {
    rule: 'P1',
    promise: 'refs to one parent all have a sectionName or none has',
    on: STANDARD,
    accepted: [
      httpRoute({ parentRefs: [web, api] }),
      grpcRoute({ parentRefs: [edge, { name: 'other', sectionName: 'web' }] }),
    ],
    refused: [
      [httpRoute({ parentRefs: [edge, web] }), /^spec\.parentRefs: sectionName must be specified when parentRefs/],
      [grpcRoute({ parentRefs: [edge, web] }), /^spec\.parentRefs: sectionName must be specified when parentRefs/],
    ],
  },
  {
    rule: 'P1',
    promise: 'a written namespace and an omitted one are two parents',
    on: EVERYWHERE,
    accepted: [httpRoute({ parentRefs: [edge, { ...web, namespace: 'shop' }] })],
    refused: [],
  },
  {
    rule: 'P2',
    promise: 'refs to one parent differ in sectionName; port does not tell them apart',
    on: STANDARD,
    accepted: [httpRoute({ parentRefs: [{ ...edge, port: 80 }] })],
    refused: [
      [httpRoute({ parentRefs: [web, web] }), /sectionName must be unique/],
      [
        httpRoute({
          parentRefs: [
            { ...edge, port: 80 },
            { ...edge, port: 443 },
          ],
        }),
        /sectionName must be unique/,
      ],
    ],
  },
  {
    rule: 'P3',
    promise: 'sectionName and port are each on all refs to one parent or on none',
    on: EXPERIMENTAL,
    accepted: [
      httpRoute({
        parentRefs: [
          { ...web, port: 80 },
          { ...api, port: 80 },
        ],
      }),
    ],
    refused: [
      [httpRoute({ parentRefs: [edge, web] }), /sectionName or port must be specified/],
      [httpRoute({ parentRefs: [web, { ...api, port: 80 }] }), /sectionName or port must be specified/],
    ],
  },
  {
    rule: 'P4',
    promise: 'the pair of sectionName and port is unique per parent',
    on: EXPERIMENTAL,
    accepted: [
      httpRoute({
        parentRefs: [
          { ...edge, port: 80 },
          { ...edge, port: 443 },
        ],
      }),
    ],
    refused: [
      [
        httpRoute({
          parentRefs: [
            { ...web, port: 80 },
            { ...web, port: 80 },
          ],
        }),
        /sectionName or port must be unique/,
      ],
    ],
  },
  {
    rule: 'O5',
    promise: 'TLSRoute, TCPRoute and UDPRoute follow the same rules',
    on: SINCE_1_5,
    accepted: [
      l4Route('TLSRoute', { parentRefs: [web, api] }),
      l4Route('TCPRoute', { parentRefs: [web, api] }),
      l4Route('UDPRoute', { parentRefs: [web, api] }),
    ],
    refused: [
      [l4Route('TLSRoute', { parentRefs: [edge, web] }), /must be specified when parentRefs/],
      [l4Route('TCPRoute', { parentRefs: [edge, web] }), /must be specified when parentRefs/],
      [l4Route('UDPRoute', { parentRefs: [web, web] }), /must be unique/],
    ],
  },
]);
