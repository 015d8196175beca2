import { afterEach, describe, expect, test } from '@jest/globals';
import { loadStacks, removeAssemblies } from './assembly-fixture.ts';

afterEach(removeAssemblies);

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: arnOf('Role'),
    Code: { S3Bucket: 'b', S3Key: 'code' },
  },
};
const ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
    },
  },
};

function load(pool: object = { LambdaConfig: { PostConfirmation: arnOf('Fn') } }, permission: object = {}) {
  const resources = {
    Fn: FUNCTION,
    Role: ROLE,
    Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['email'], ...pool } },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf('Fn'),
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: arnOf('Pool'),
        ...permission,
      },
    },
  };
  return loadStacks({ S: { Resources: resources } }, ['code']);
}

describe('stops on', () => {
  test.each<[string, object, object, RegExp]>([
    ['another trigger', { LambdaConfig: { PreSignUp: arnOf('Fn') } }, {}, /property LambdaConfig\.PreSignUp/],
    ['a foreign function', { LambdaConfig: { PostConfirmation: 'arn:aws:lambda:r:0:function:f' } }, {}, /no function/],
    ['a trigger that another service may call', {}, { Principal: 'events.amazonaws.com' }, /no permission/],
    ['a trigger that every pool may call', {}, { SourceArn: undefined }, /no permission/],
    ['an unknown property', { DeviceConfiguration: {} }, {}, /DeviceConfiguration/],
  ])('%s', (_, pool, permission, message) => {
    const given = Object.keys(pool).length === 0 ? undefined : pool;
    expect(() => load(given, permission)).toThrow(message);
  });
});

test('a user pool calls its trigger, if it has one', () => {
  const { userPools, functions, physicalIds } = load();
  const [id] = physicalIds('AWS::Cognito::UserPool');
  expect(userPools).toEqual([{ id, postConfirmation: [...functions.keys()][0] }]);
  expect(load({}).userPools).toEqual([{ id, postConfirmation: null }]);
});
