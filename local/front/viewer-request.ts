import type { HeaderList } from '../servers/header-list.ts';

/** A request on its way from the viewer to the origin. */
export interface ViewerRequest {
  readonly method: string;
  /** Still encoded, without the query. */
  readonly uri: string;
  readonly rawQuery: string;
  readonly headers: HeaderList;
  readonly viewerIp: string;
  readonly requestId: string;
}
