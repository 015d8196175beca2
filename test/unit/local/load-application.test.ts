import { afterEach, expect, test } from '@jest/globals';
import { loadStacks as load, removeAssemblies } from './assembly-fixture.ts';

afterEach(removeAssemblies);

const API = { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a', BinaryMediaTypes: ['*/*'] } } };
const authorizer = (more: object) => ({
  ...API,
  Auth: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      Name: 'n',
      RestApiId: { Ref: 'Api' },
      Type: 'REQUEST',
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: '',
      AuthorizerUri: 'arn:aws:apigateway:r:lambda:path/2015-03-31/functions/arn:aws:lambda:r:0:function:f/invocations',
      ...more,
    },
  },
});
const response = (properties: object) => ({
  ...API,
  R: {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_4XX', ...properties },
  },
});

test.each([
  ['a resource type', { Q: { Type: 'AWS::SNS::Topic' } }, /Stack S, Q \(AWS::SNS::Topic\)/],
  [
    'a property',
    { T: { Type: 'AWS::DynamoDB::Table', Properties: { StreamSpecification: {} } } },
    /StreamSpecification/,
  ],
  ['a nested property', authorizer({ Foo: 1 }), /Auth .*property Foo/],
  ['an unknown reference', { T: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: { Ref: 'X' } } } }, /"X"/],
  ['an intrinsic', { T: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: { 'Fn::If': [] } } } }, /Fn::If/],
  [
    'an import of nothing',
    { T: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: { 'Fn::ImportValue': 'x' } } } },
    /no export/,
  ],
  ['a condition', { T: { Type: 'AWS::DynamoDB::Table', Condition: 'C' } }, /Condition/],
  ['a cached authorizer', authorizer({ AuthorizerResultTtlInSeconds: 300 }), /AuthorizerResultTtlInSeconds/],
  ['an identity source', authorizer({ IdentitySource: 'method.request.header.x' }), /IdentitySource/],
  ['a TOKEN authorizer', authorizer({ Type: 'TOKEN' }), /TOKEN/],
  ['an API that treats bodies as text', { Api: { ...API.Api, Properties: { Name: 'a' } } }, /BinaryMediaTypes/],
  ['a status on a default response', response({ StatusCode: '400' }), /override/],
  [
    'a response header that is no literal',
    response({ ResponseParameters: { 'gatewayresponse.header.A': 'context.x' } }),
    /literal/,
  ],
])('stops on %s', (_, resources, message) => {
  expect(() => load({ S: { Resources: resources } })).toThrow(message);
});

test('stops on a parameter and on a section that it does not know', () => {
  expect(() => load({ S: { Parameters: { P: {} } } })).toThrow(/parameter P/);
  expect(() => load({ S: { Transform: 'x' } })).toThrow(/Transform/);
});

test('resolves references across stacks, the same way on every run', () => {
  const stacks = {
    A: {
      Resources: { T: { Type: 'AWS::DynamoDB::Table', Properties: {} } },
      Outputs: { Name: { Value: { Ref: 'T' }, Export: { Name: 'A:T' } } },
    },
    B: {
      Resources: { Pool: { Type: 'AWS::Cognito::UserPool' } },
      Outputs: {
        Imported: { Value: { 'Fn::ImportValue': 'A:T' } },
        Weak: { Value: { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'Name' } } },
        Joined: { Value: { 'Fn::Join': ['', ['https://', { Ref: 'AWS::Region' }]] } },
        Substituted: { Value: { 'Fn::Sub': `\${AWS::AccountId}-\${Pool.UserPoolId}` } },
      },
    },
  };
  const application = load(stacks);
  const [pool = ''] = application.physicalIds('AWS::Cognito::UserPool');

  expect(pool).toMatch(/^eu-central-1_[a-z0-9]{8}$/);
  expect(load(stacks).physicalIds('AWS::Cognito::UserPool')).toEqual([pool]);
  expect(Object.fromEntries(application.outputs.get('B') ?? [])).toEqual({
    Imported: 'A-T',
    Weak: 'A-T',
    Joined: 'https://eu-central-1',
    Substituted: `000000000000-${pool}`,
  });
});
