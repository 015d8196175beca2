import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { RESPONSE_HEADERS } from '../../lambdas/contract/response-headers.ts';

/** One response that the gateway makes itself. */
export interface GatewayResponse {
  /** HTTP status. Null leaves it to the case at hand: on the two defaults a status would override all others. */
  readonly status: number | null;
  /** Stands in the body; differs from `status` only where that is null. */
  readonly httpCode?: number;
  readonly code: string;
  /** Where the body repeats the code with more about it. @default - the code */
  readonly errorData?: string;
  /** What is wrong and what to do. Goes into JSON as it is: no quotation mark, no backslash. */
  readonly message: string;
  /** Values are literals in single quotes. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** By the types that API Gateway knows. */
export type GatewayResponsesByType<Response extends GatewayResponse = GatewayResponse> = Readonly<
  Record<string, Response>
>;

export interface GatewayResponsesProps<Response extends GatewayResponse> {
  readonly api: RestApi;
  /** Every type that API Gateway knows, so that each of its own responses has the form of the contract. */
  readonly responses: GatewayResponsesByType<Response>;
  /**
   * What becomes JSON. Plain substitution, not a template language. `$context.error.message` must never stand in it:
   * for some requests it repeats the Authorization header.
   */
  readonly bodyOf: (response: Response) => unknown;
  /** Sent with every response besides those of the contract; the response's own headers win. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Literals are in single quotes. */
const EVERYWHERE = Object.fromEntries(Object.entries(RESPONSE_HEADERS).map(([name, value]) => [name, `'${value}'`]));

/** The responses that the gateway makes itself, in the form that clients of the API read. */
export class GatewayResponses<Response extends GatewayResponse> extends Construct {
  constructor(scope: Construct, id: string, props: GatewayResponsesProps<Response>) {
    super(scope, id);
    for (const [type, response] of Object.entries(props.responses)) {
      const headers = { ...EVERYWHERE, ...props.headers, ...response.headers };
      props.api.addGatewayResponse(type, {
        type: ResponseType.of(type),
        templates: { 'application/json': JSON.stringify(props.bodyOf(response)) },
        ...(response.status === null ? {} : { statusCode: String(response.status) }),
        responseHeaders: headers,
      });
    }
  }
}
