/** What functions and gateways reach at an address of this machine. */
export type ServiceName = 'cognito' | 'dynamodb' | 'key-set' | 'messaging' | 'secrets-manager' | 'ses' | 'upstream';

/** `call`: functions that an API calls while somebody waits. `background`: the others, at their own times. */
export type ServiceUser = 'call' | 'background';

/**
 * Puts something between the functions and a service: gets the service's address, or that of the guard before it (`iam/`),
 * and answers the one that functions and gateways are given instead. The run itself keeps to the services' own addresses.
 */
export type ServiceProxyHook = (service: ServiceName, address: string, user: ServiceUser) => Promise<string>;

export const noServiceProxies: ServiceProxyHook = async (_, address) => address;
