import type { FidelityCase } from '../fidelity-case.ts';
import { proxied } from './http-proxy-case.ts';

export const httpProxyMappings: readonly FidelityCase[] = [
  proxied(
    'mapped-header',
    'A mapping from the context sets a header.',
    {
      context: { partner_id: 'demoPA' },
      route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
    },
    {},
    { status: 200, upstream: { 'headers.x-partner-id': 'demoPA' } },
  ),
  proxied(
    'mapped-replaces',
    'A mapped header replaces the client’s own.',
    {
      context: { partner_id: 'demoPA' },
      route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
    },
    {
      headers: [
        ['x-partner-id', 'other'],
        ['x-partner-id', 'another'],
      ],
    },
    { status: 200, upstream: { 'headers.x-partner-id': 'demoPA' } },
  ),
  proxied(
    'absent-source',
    'A mapping whose source is absent is omitted: the client’s header survives.',
    {
      context: { other: 'a' },
      route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
    },
    { headers: [['x-partner-id', 'other']] },
    { status: 200, upstream: { 'headers.x-partner-id': 'other' } },
  ),
  proxied(
    'absent-source-none',
    'And without one there is none.',
    {
      context: { other: 'a' },
      route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
    },
    {},
    { status: 200, upstream: { 'headers.x-partner-id': undefined } },
  ),
  proxied(
    'literal',
    'A quoted source is a literal.',
    {
      route: { mappings: { 'integration.request.header.Authorization': "'redacted'" } },
    },
    { headers: [['Authorization', 'Bearer abc']] },
    { status: 200, upstream: { 'headers.authorization': 'redacted' } },
  ),
  proxied(
    'request-id',
    'The extended request ID can be mapped.',
    {
      route: { mappings: { 'integration.request.header.x-request-id': 'context.extendedRequestId' } },
    },
    { headers: [['x-request-id', 'mine']] },
    { status: 200, upstream: { 'headers.x-request-id': /^[A-Za-z0-9_-]+=$/ } },
  ),
  proxied(
    'stringified',
    'A number of the context is mapped as text.',
    {
      context: { level: 7 },
      route: { mappings: { 'integration.request.header.x-level': 'context.authorizer.level' } },
    },
    {},
    { status: 200, upstream: { 'headers.x-level': '7' } },
  ),
  proxied(
    'path-from-context',
    'A part of the path can come from the context.',
    {
      path: '/partners/{partner_id}/{proxy+}',
      context: { partner_id: 'demoPA' },
      route: {
        path: '/partners/{partner_id}/{proxy}',
        mappings: {
          'integration.request.path.partner_id': 'context.authorizer.partner_id',
          'integration.request.path.proxy': 'method.request.path.proxy',
        },
        parameters: ['method.request.path.proxy'],
      },
    },
    { path: '/partners/other/a/b' },
    { status: 200, upstream: { path: '/partners/demoPA/a/b' } },
  ),
  proxied(
    'greedy-without-trailing-slash',
    'A greedy parameter brings no trailing slash to the upstream.',
    {
      path: '/{proxy+}',
      route: {
        path: '/{proxy}',
        mappings: { 'integration.request.path.proxy': 'method.request.path.proxy' },
        parameters: ['method.request.path.proxy'],
      },
    },
    { path: '/a/b/' },
    { status: 200, upstream: { path: '/a/b' } },
  ),
  {
    ...proxied(
      '',
      '',
      {
        path: '/{proxy+}',
        route: {
          path: '/{proxy}',
          mappings: { 'integration.request.path.proxy': 'method.request.path.proxy' },
          parameters: ['method.request.path.proxy'],
        },
      },
      { path: '/a%20b/c' },
      { status: 200, upstream: { path: '/a%20b/c' } },
    ),
    id: 'http-proxy/path-encoding',
    fact: 'A character that a path cannot hold is encoded towards the upstream.',
    notVerified: 'path-encoding-upstream',
  },
  {
    ...proxied(
      '',
      '',
      {
        context: { partner_id: 'demoPA' },
        route: { mappings: { 'integration.request.header.x-partner-id': 'context.authorizer.partner_id' } },
      },
      { headers: [['X-Partner-ID', 'other']] },
      { status: 200, upstream: { 'headers.x-partner-id': 'demoPA' } },
    ),
    id: 'http-proxy/mapped-replaces-spellings',
    fact: 'A mapped header replaces other spellings of its name.',
    notVerified: 'header-mapping-spelling',
  },
];
