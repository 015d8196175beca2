/**
 * CloudFront function, JavaScript runtime 2.0, viewer request. Page addresses exist in the browser only: whatever has no
 * file extension in its last segment is the one page. Custom error responses could do so too, but would turn the
 * Management API's 403 and 404 into that page.
 */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const lastSegment = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!lastSegment.includes('.')) request.uri = '/index.html';
  return request;
}
