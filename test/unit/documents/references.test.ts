import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DOCUMENTS, documentAt } from './documents.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
/** npm's own commands, which need no script. */
const NPM_COMMANDS = ['ci', 'i', 'install', 'audit'];
/** Folders and files at the top of the project that documents name. What a run or a build makes is not among them. */
const TOP = /^(?:bin|dashboard|docs|lambdas|lib|local|test|tools|\.ci|\.github)\/|^[\w.-]+\.(?:json|js|md)$/;
/** Files that a run, a build or a deployment makes, and the short names of others. */
const MADE =
  /^(?:run|accounts|secrets|sign-in-keys|sign-in-state|queues|streams|grants|config|sbom(?:-deployed)?\.cdx)\.json$/;

const paths = (text: string) =>
  [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => code)
    .filter((code) => TOP.test(code) && !MADE.test(code) && !/[<*{ …]/.test(code));
const links = (text: string) =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !target.includes('://'));
/** GitHub's names of headings. */
const anchors = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

describe.each(DOCUMENTS)('$path', ({ path, text }) => {
  it('names files and folders that exist', () => {
    const missing = paths(text).filter((name) => !existsSync(name) && !existsSync(join(dirname(path), name)));

    expect(missing).toEqual([]);
  });

  it('links to documents, headings and pictures that exist', () => {
    const broken = links(text).filter((target) => {
      const [file = '', anchor] = target.split('#');
      const other = file === '' ? path : normalize(join(dirname(path), file));
      return !existsSync(other) || (anchor !== undefined && !anchors(documentAt(other)).includes(anchor));
    });

    expect(broken).toEqual([]);
  });

  it('tells readers to type commands that exist', () => {
    const commands = [...text.matchAll(/\bnpm (?:run )?([\w:.-]+)/g)]
      .filter(([all, name = '']) => all.includes('npm run') || name in scripts || /^(?:start|test)/.test(name))
      .map(([, name = '']) => name);

    expect(commands.filter((name) => !(name in scripts) && !NPM_COMMANDS.includes(name))).toEqual([]);
  });
});

it('finds paths, links and commands', () => {
  const readme = documentAt('README.md');
  expect(paths(documentAt('docs/architecture.md'))).toContain('tools/lint/rooms.ts');
  expect(links(readme)).toContain('docs/architecture.md');
  expect(anchors('## What `cdk destroy` leaves')).toEqual(['what-cdk-destroy-leaves']);
});
