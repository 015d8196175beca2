/** The data of a new worker. In the messages below, events and results are JSON texts, as in Lambda's own interface. */
export interface WorkerData {
  readonly bundle: string;
  readonly handler: string;
}

export interface InvokeMessage {
  readonly event: string;
  readonly context: {
    readonly awsRequestId: string;
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
  readonly deadlineMs: number;
}

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'init-error' } & FunctionError)
  | { readonly kind: 'result'; readonly payload: string }
  | ({ readonly kind: 'error' } & FunctionError);
