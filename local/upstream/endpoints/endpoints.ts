import type { Endpoint } from '../perform-call.ts';
import { CHANNEL_ENDPOINTS } from './channels.ts';
import { CLIENT_ENDPOINTS } from './clients.ts';
import { ECHO } from './echo.ts';
import { FLOW_ENDPOINTS } from './flows.ts';
import { PARTNER_ENDPOINTS } from './partner.ts';
import { SHARING_ENDPOINTS } from './sharing.ts';
import { SIMULATED_FAILURE_ENDPOINTS } from './simulated-failures.ts';
import { TEMPLATE_ENDPOINTS } from './templates.ts';

/** The sample Partner API. Another endpoint costs an entry in one of these, its data an entry in fixtures/. */
export const ENDPOINTS: readonly Endpoint[] = [
  ECHO,
  ...SIMULATED_FAILURE_ENDPOINTS,
  ...PARTNER_ENDPOINTS,
  ...CLIENT_ENDPOINTS,
  ...CHANNEL_ENDPOINTS,
  ...SHARING_ENDPOINTS,
  ...TEMPLATE_ENDPOINTS,
  ...FLOW_ENDPOINTS,
];
