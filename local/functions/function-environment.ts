import type { FunctionDefinition } from '../template/application.ts';

/** Returns the whole environment of an instance. Nothing is inherited from this process. */
export function functionEnvironment(
  definition: FunctionDefinition,
  runtimeEnvironment: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...definition.environment,
    ...runtimeEnvironment,
    _HANDLER: definition.handler,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: definition.directory,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
