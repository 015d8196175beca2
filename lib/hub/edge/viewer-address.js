/**
 * CloudFront function, JavaScript runtime 2.0, viewer request. Tells the Management API who calls, since its peer is an
 * edge of CloudFront. Overwrites what the viewer may have sent under this name.
 */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  request.headers['x-viewer-ip'] = { value: event.viewer.ip };
  return request;
}
