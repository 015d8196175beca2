import { managementApiDocument } from './management-api.ts';
import { partnerApiDocument } from './partner-api.ts';

/** By the names that the documents have in docs/openapi/. */
export const OPENAPI_DOCUMENTS = {
  'management-api.json': managementApiDocument,
  'partner-api.json': partnerApiDocument,
} as const;
