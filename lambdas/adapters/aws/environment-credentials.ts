/**
 * Stands in for the SDK's chain of credential providers in the bundles. Lambda hands a function the credentials of its role
 * in these variables, which the chain asks first; the other providers, among them clients of STS and SSO, were a sixth of
 * the code that is loaded.
 */
export function defaultProvider() {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey) throw new Error('The environment holds no AWS credentials.');
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
}
