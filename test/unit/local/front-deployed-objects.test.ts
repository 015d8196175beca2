import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type DeployedObject, deployedObjects } from '../../../local/front/deployed-objects.ts';
import type { BucketDeploymentDefinition } from '../../../local/template/hub-definitions.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function source(files: Record<string, string | Buffer>, replacements: Record<string, string> = {}) {
  const directory = mkdtempSync(join(root, 'source-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return { directory, replacements: new Map(Object.entries(replacements)) };
}

function deployment(more: Partial<BucketDeploymentDefinition>): BucketDeploymentDefinition {
  const none = { exclude: [], include: [], prune: false, metadata: new Map<string, string>() };
  return { bucketName: 'b', keyPrefix: '', sources: [], ...none, ...more };
}

function deploy(...deployments: BucketDeploymentDefinition[]): Map<string, DeployedObject> {
  return new Map(deployedObjects(deployments, (text) => text.replaceAll('https://there', 'http://here')).get('b'));
}

const contentOf = (object?: DeployedObject) => object?.body.toString('latin1');

describe('the objects of a bucket', () => {
  test('are the files below the prefix, with type and metadata', () => {
    const metadata = new Map([['cache-control', 'no-cache']]);

    const objects = deploy(deployment({ keyPrefix: 'assets/', sources: [source({ 'a/b.js': 'x' })], metadata }));

    expect([...objects.keys()]).toEqual(['assets/a/b.js']);
    expect(objects.get('assets/a/b.js')?.headers).toEqual([
      ['Content-Type', 'text/javascript'],
      ['cache-control', 'no-cache'],
    ]);
  });

  test.each([
    ['a.html', 'text/html'],
    ['a.css', 'text/css'],
    ['a.json', 'application/json'],
    ['a.svg', 'image/svg+xml'],
    ['a.woff2', 'font/woff2'],
    ['a.unheard', 'binary/octet-stream'],
    ['plain', 'binary/octet-stream'],
  ])('%s is %s', (name, type) => {
    const objects = deploy(deployment({ sources: [source({ [name]: '' })] }));

    expect(objects.get(name)?.headers).toContainEqual(['Content-Type', type]);
  });

  test('a type in the metadata counts for all', () => {
    const objects = deploy(
      deployment({ sources: [source({ 'a.js': '' })], metadata: new Map([['content-type', 'text/plain']]) }),
    );

    expect(objects.get('a.js')?.headers).toEqual([['Content-Type', 'text/plain']]);
  });

  test('carry what is known only while deploying, also among the bytes of a file that is no text', () => {
    const file = Buffer.from([0xff, ...Buffer.from('<<1>>'), 0xfe]);

    const objects = deploy(deployment({ sources: [source({ 'a.bin': file }, { '<<1>>': '$& ä' })] }));

    expect(objects.get('a.bin')?.body).toEqual(Buffer.from([0xff, ...Buffer.from('$& ä'), 0xfe]));
  });

  test('name this machine where the template has a URL of AWS, in texts only', () => {
    const files = { 'config.json': '"https://there/x"', 'a.bin': 'https://there' };

    const objects = deploy(deployment({ sources: [source(files)] }));

    expect(contentOf(objects.get('config.json'))).toBe('"http://here/x"');
    expect(contentOf(objects.get('a.bin'))).toBe('https://there');
  });

  test('come from the later one of two sources', () => {
    const objects = deploy(deployment({ sources: [source({ a: '1' }), source({ a: '2' })] }));

    expect(contentOf(objects.get('a'))).toBe('2');
  });
});

describe('filters', () => {
  const files = { 'index.html': '', 'assets/a.js': '', 'assets/a.css': '' };
  test.each([
    [['index.html'], [], ['assets/a.css', 'assets/a.js']],
    [['assets/*'], [], ['index.html']],
    [['*'], ['*.js'], ['assets/a.js']],
    [['assets/a.?s'], [], ['assets/a.css', 'index.html']],
  ])('without %j and with %j', (exclude, include, expected) => {
    const objects = deploy(deployment({ sources: [source(files)], exclude, include }));

    expect([...objects.keys()].sort()).toEqual(expected);
  });
});

// The result would depend on which of the two CloudFormation updates last.
describe('two deployments into one bucket are refused', () => {
  test('with the same key', () => {
    expect(() =>
      deploy(deployment({ sources: [source({ a: '' })] }), deployment({ sources: [source({ a: '' })] })),
    ).toThrow('gets a from two deployments');
  });

  test('where one prunes the files of the other', () => {
    const other = deployment({ sources: [source({ 'assets/a.js': '' })] });

    expect(() => deploy(deployment({ sources: [source({ a: '' })], prune: true }), other)).toThrow('assets/a.js');
    expect(deploy(deployment({ sources: [source({ a: '' })], prune: true, exclude: ['assets/*'] }), other).size).toBe(
      2,
    );
  });
});
