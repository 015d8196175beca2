/** How an invocation ended, as the gateway sees it. */
export type InvocationResult =
  | { readonly kind: 'result'; readonly payload: unknown }
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string }
  | { readonly kind: 'timeout' };

/** Calls a function of the template and waits for it. Rejects for an unknown ARN. */
export type Invoke = (functionArn: string, event: unknown) => Promise<InvocationResult>;
