import type { FidelityCase } from '../fidelity-case.ts';
import { authorizerEvents } from './authorizer-events.ts';
import { authorizerOutcomes } from './authorizer-outcomes.ts';
import { bodies } from './bodies.ts';
import { gatewayResponseTexts } from './gateway-response-texts.ts';
import { gatewayResponses } from './gateway-responses.ts';
import { httpProxyMappings } from './http-proxy-mappings.ts';
import { httpProxyRequests } from './http-proxy-requests.ts';
import { httpProxyAnswers } from './http-proxy-responses.ts';
import { paths } from './paths.ts';
import { ownArn, policies } from './policies.ts';
import { proxyEvents } from './proxy-events.ts';
import { proxyResults } from './proxy-results.ts';
import { requestIds } from './request-ids.ts';
import { routing } from './routing.ts';

export const allCases: readonly FidelityCase[] = [
  ...routing,
  ...paths,
  ...proxyEvents,
  ...authorizerEvents,
  ...authorizerOutcomes,
  ...policies,
  ...ownArn,
  ...gatewayResponses,
  ...gatewayResponseTexts,
  ...requestIds,
  ...proxyResults,
  ...httpProxyRequests,
  ...httpProxyMappings,
  ...httpProxyAnswers,
  ...bodies,
];
