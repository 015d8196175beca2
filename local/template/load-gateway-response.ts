import type { GatewayResponseDefinition } from './application.ts';
import type { Properties } from './properties.ts';

const HEADER = /^gatewayresponse\.header\.([A-Za-z0-9-]+)$/;

export function loadGatewayResponse(properties: Properties): { type: string; response: GatewayResponseDefinition } {
  const type = properties.text('ResponseType');
  const status = properties.optionalText('StatusCode');
  if (status !== null && type.startsWith('DEFAULT_')) {
    throw properties.error('StatusCode', 'on a default response it would override the status of all others.');
  }
  if (status !== null && !/^[1-5]\d\d$/.test(status)) throw properties.error('StatusCode', 'is not an HTTP status.');
  const headers = new Map<string, string>();
  for (const [target, source] of properties.texts('ResponseParameters')) {
    const [, name] = HEADER.exec(target) ?? [];
    if (name === undefined || !/^'[^']*'$/.test(source)) {
      throw properties.error(
        `ResponseParameters.${target}`,
        `only headers with a quoted literal are supported locally.`,
      );
    }
    headers.set(name, source.slice(1, -1));
  }
  const templates = properties.texts('ResponseTemplates');
  const template = templates.get('application/json') ?? null;
  if (templates.size > (template === null ? 0 : 1)) {
    throw properties.error('ResponseTemplates', 'only application/json is supported locally.');
  }
  properties.finish();
  return { type, response: { statusCode: status === null ? null : Number(status), headers, template } };
}
