import { createHash, randomInt } from 'node:crypto';
import type { Flow } from '../data/records.ts';
import { notFound, RequestError } from '../envelope.ts';
import { requiredText } from '../fields.ts';
import { parseMultipart } from '../multipart.ts';
import { type Call, type Handle, type Route, route } from '../router.ts';

const createFlow: Handle = (call) => {
  const flows = flowsOf(call);
  const { categories = ['OTHER'] } = call.input;
  if (!isTextList(categories)) throw new RequestError(400, 'categories must be a list of texts.');
  const flow: Flow = {
    id: `1${randomInt(1e14).toString().padStart(14, '0')}`,
    name: requiredText(call.input, 'name'),
    categories,
    status: 'DRAFT',
  };
  flows.push(flow);
  return { status: 201, body: flow };
};

/** Answers the size and SHA-256 of what arrived, so that the sender can see that no byte changed on the way. */
const uploadAsset: Handle = async (call) => {
  const { id } = flowOf(call);
  const { fields, files } = await parseMultipart(call.headers, call.body);
  const file = files.get('file');
  if (file === undefined) throw new RequestError(400, 'The form has no file in the field "file".');
  const asset = {
    name: fields.get('name') ?? file.fileName,
    asset_type: fields.get('asset_type') ?? 'FLOW_JSON',
    content_type: file.contentType,
    size: file.content.length,
    sha256: createHash('sha256').update(file.content).digest('hex'),
  };
  return { status: 200, body: { success: true, flow_id: id, asset, validation_errors: [] } };
};

const publishFlow: Handle = (call) => {
  const flow = flowOf(call);
  flow.status = 'PUBLISHED';
  return { status: 200, body: { success: true, id: flow.id, status: flow.status } };
};

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function flowsOf({ partner, param }: Call): Flow[] {
  const flows = partner.flows.get(param('accountId'));
  if (flows === undefined) throw notFound('This WABA account');
  return flows;
}

function flowOf(call: Call): Flow {
  const flow = flowsOf(call).find(({ id }) => id === call.param('flowId'));
  if (flow === undefined) throw notFound('This flow');
  return flow;
}

const FLOWS = 'waba_accounts/{accountId}/flows';

export const flowRoutes: readonly Route[] = [
  route('POST', FLOWS, createFlow),
  route('POST', `${FLOWS}/{flowId}/assets`, uploadAsset),
  route('POST', `${FLOWS}/{flowId}/publish`, publishFlow),
];
