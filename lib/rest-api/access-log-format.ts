import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type AccessLogFields, MANAGEMENT_API_ACCESS_LOG, PARTNER_API_ACCESS_LOG } from './access-log-fields.ts';

export const PARTNER_API_ACCESS_LOG_FORMAT = accessLogFormat(PARTNER_API_ACCESS_LOG);
export const MANAGEMENT_API_ACCESS_LOG_FORMAT = accessLogFormat(MANAGEMENT_API_ACCESS_LOG);

/** Returns the format of one JSON object a call, whose values are all texts: `-` for a variable without a value. */
function accessLogFormat(fields: AccessLogFields): AccessLogFormat {
  const variables = Object.entries(fields).map(([name, { variable }]) => [name, `$context.${variable}`]);
  return AccessLogFormat.custom(JSON.stringify(Object.fromEntries(variables)));
}
