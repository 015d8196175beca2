/** The services that functions and gateways call on this machine. */
export type ServiceName = 'cognito' | 'dynamodb' | 'key-set' | 'messaging' | 'secrets-manager' | 'ses' | 'upstream';

/** `call`: functions that an API calls while a client waits. `background`: all others. */
export type ServiceUser = 'call' | 'background';

/**
 * Puts a proxy between the functions and a service: receives the URL of the service, or of its guard (`iam/`), and returns
 * the URL that functions and gateways use instead. The run itself uses the services' own URLs.
 */
export type ServiceProxyHook = (service: ServiceName, url: string, user: ServiceUser) => Promise<string>;

export const noServiceProxies: ServiceProxyHook = async (_, url) => url;
