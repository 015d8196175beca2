import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

/** One answer that the gateway makes itself. */
export interface GatewayAnswer {
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

/** Types of API Gateway's own answers. */
export type GatewayAnswers<Answer extends GatewayAnswer = GatewayAnswer> = Readonly<Record<string, Answer>>;

export interface GatewayResponsesProps<Answer extends GatewayAnswer> {
  readonly api: RestApi;
  /** Every type that API Gateway knows, so that no answer of its own has another form than the contract's. */
  readonly answers: GatewayAnswers<Answer>;
  /**
   * What becomes JSON. Plain substitution, not a template language. `$context.error.message` must never stand in it:
   * for some requests it repeats the Authorization header.
   */
  readonly bodyOf: (answer: Answer) => unknown;
  /** Sent with every answer; an answer's own headers win. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answers that the gateway makes itself, in the form that clients of the API read. */
export class GatewayResponses<Answer extends GatewayAnswer> extends Construct {
  constructor(scope: Construct, id: string, props: GatewayResponsesProps<Answer>) {
    super(scope, id);
    for (const [type, answer] of Object.entries(props.answers)) {
      const headers = { ...props.headers, ...answer.headers };
      props.api.addGatewayResponse(type, {
        type: ResponseType.of(type),
        templates: { 'application/json': JSON.stringify(props.bodyOf(answer)) },
        ...(answer.status === null ? {} : { statusCode: String(answer.status) }),
        ...(Object.keys(headers).length === 0 ? {} : { responseHeaders: headers }),
      });
    }
  }
}
