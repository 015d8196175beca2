import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * One JSON line a call. API Gateway does not escape values, so nothing in here is free text (a user agent, for
 * instance), and nothing is an error message, which could repeat a token. `extended_request_id` is the one that clients
 * cannot choose. The path, into which clients write what they like, stands last: nothing in it can pass for another
 * field of the line (ADR 11).
 */
const CALL = {
  request_id: '$context.requestId',
  extended_request_id: '$context.extendedRequestId',
};
const OUTCOME = {
  principal_id: '$context.authorizer.principalId',
  authorizer_error: '$context.authorizer.error',
  authorizer_latency: '$context.authorizer.latency',
  source_ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  resource_path: '$context.resourcePath',
  status: '$context.status',
  response_length: '$context.responseLength',
  response_latency: '$context.responseLatency',
  integration_latency: '$context.integrationLatency',
  response_type: '$context.error.responseType',
  time_epoch: '$context.requestTimeEpoch',
  path: '$context.path',
};

export const PARTNER_API_ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    ...CALL,
    partner_id: '$context.authorizer.partner_id',
    credential_type: '$context.authorizer.credential_type',
    credential_id: '$context.authorizer.credential_id',
    code: '$context.authorizer.code',
    // Only behind a CDN, whose own IP address is the source IP then.
    caller_ip: '$context.authorizer.caller_ip',
    ...OUTCOME,
  }),
);

export const MANAGEMENT_API_ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    ...CALL,
    user_id: '$context.authorizer.user_id',
    partner_id: '$context.authorizer.partner_id',
    // The peer is an edge of CloudFront.
    viewer_ip: '$context.authorizer.viewer_ip',
    code: '$context.authorizer.code',
    ...OUTCOME,
  }),
);
