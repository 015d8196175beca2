import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const DIRECTORY = join(import.meta.dirname, '..', '..', '..', '.github', 'workflows');
const workflows = readdirSync(DIRECTORY).map((name) => [name, readFileSync(join(DIRECTORY, name), 'utf8')] as const);

/** The text of each job by its name. */
function jobsOf(text: string): [name: string, job: string][] {
  const jobs = text.slice(text.indexOf('\njobs:\n') + '\njobs:\n'.length);
  return jobs.split(/^(?= {2}[\w-]+:$)/m).map((job) => [/^ {2}([\w-]+):/.exec(job)?.[1] ?? '', job]);
}

describe.each(workflows)('%s', (_, text) => {
  test('runs nothing of others but what is pinned by its commit', () => {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => String(action));

    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^(\.\/[\w./-]+|[\w-]+\/[\w-]+@[0-9a-f]{40})$/);
  });

  test('may read the code, and nothing else unless a job says so', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    const writing = [...text.matchAll(/^ *([\w-]+): write(\S*)$/gm)].map(([, name, more]) => `${name}${more}`);

    expect(writing.filter((name) => name !== 'id-token')).toEqual([]);
  });

  // Code that somebody sends must not run with the rights of the repository.
  test('is not started with rights by what others send', () => {
    expect(text).not.toMatch(/pull_request_target|workflow_run|issue_comment/);
  });

  test('holds no key, and puts no value of an event or a variable into a command', () => {
    expect(text).not.toMatch(/secrets\.|aws-access-key-id|AKIA/);
    for (const [, command = ''] of text.matchAll(/^ +(?:- )?run: (.*(?:\n {10,}.*)*)/gm)) {
      expect(command).not.toContain('${{');
    }
  });

  test('leaves no credentials of the repository behind', () => {
    expect(text.match(/persist-credentials: false/g)?.length ?? 0).toBe(text.match(/actions\/checkout@/g)?.length ?? 0);
  });
});

const jobs = new Map(workflows.flatMap(([, text]) => jobsOf(text)).filter(([name]) => name !== ''));
const jobNamed = (name: string) => jobs.get(name) ?? '';
/** The permissions of a job; null leaves those of the workflow, which may read the code. */
function permissionsOf(job: string): string | null {
  if (/^ {4}permissions: \{\}$/m.test(job)) return '';
  const block = /^ {4}permissions:\n((?: {6}.+\n)+)/m.exec(job)?.[1];
  return block === undefined ? null : block.trim().replaceAll(/\n +/g, ', ');
}

test('each job may do what it needs, and no more', () => {
  expect(Object.fromEntries([...jobs].map(([name, job]) => [name, permissionsOf(job)]))).toEqual({
    test: null,
    diff: 'contents: read, id-token: write',
    'deploy-staging': 'actions: read, contents: read, id-token: write',
    'deploy-production': 'actions: read, contents: read, id-token: write',
    compare: 'actions: read, contents: read, id-token: write',
    approve: '',
    deploy: 'contents: read, id-token: write',
    verify: 'contents: read, id-token: write',
  });
});

test('no job gets a token for AWS with code of a fork, or without the tests', () => {
  expect(jobNamed('diff')).toContain('github.event.pull_request.head.repo.full_name == github.repository');
  expect(jobNamed('diff')).toContain('needs: test');
  expect(jobNamed('deploy-staging')).toContain("github.event_name == 'push'");
  expect(jobNamed('deploy-staging')).toContain('needs: test');
  expect(jobNamed('deploy-production')).toContain("needs.deploy-staging.result == 'success'");
});

// Whatever runs beside the credentials of a role can use them.
describe.each(['diff', 'compare', 'deploy'])('the job "%s"', (name) => {
  const job = jobNamed(name);
  const commands = [...job.matchAll(/^ +(?:- )?run: (.+(?:\n {10,}.*)*)/gm)].map(([, command = '']) => command);

  test('installs the CDK command line from its own lock file, without scripts, and nothing else', () => {
    const installing = commands.filter((command) => /\bnpm\b|\bnpx\b/.test(command));

    expect(installing).toEqual(['npm ci --ignore-scripts']);
    expect(job).toContain('run: npm ci --ignore-scripts\n        working-directory: tools/cdk-cli\n');
    expect(job).toContain('package-manager-cache: false');
  });

  test('has no code of the project, and takes the assembly that the tests left', () => {
    expect(job).toContain('sparse-checkout: /tools/cdk-cli/\n          sparse-checkout-cone-mode: false');
    expect(job).toMatch(/actions\/download-artifact@\S+ # \S+\n {8}with:\n {10}name: assembly\n/);
    for (const command of commands.filter((one) => one.includes('/cdk '))) {
      expect(command).toMatch(/tools\/cdk-cli\/node_modules\/\.bin\/cdk (diff|deploy) --app "?assembly\//);
    }
  });
});

test('the job that verifies has a role of its own, and no tools of the tests', () => {
  expect(jobNamed('verify')).toContain('npm ci --omit=dev --ignore-scripts');
  expect(jobNamed('verify')).toContain('vars.AWS_VERIFY_ROLE_ARN');
  expect(jobNamed('verify')).not.toContain('AWS_DEPLOY_ROLE_ARN');
});

describe('IAM changes that broaden', () => {
  test('stop the deployment if nobody has approved them', () => {
    const deploy = jobNamed('deploy');

    expect(deploy).toContain("needs.approve.result == 'success' || needs.compare.outputs.broadened == 'false'");
    expect(deploy).toMatch(
      /REQUIRE_APPROVAL: \$\{\{ needs\.approve\.result == 'success' && 'never' \|\| 'broadening' \}\}/,
    );
    expect(deploy).toContain('--require-approval "$REQUIRE_APPROVAL"');
    expect(workflows.flatMap(([, text]) => text.match(/--require-approval \S+/g) ?? [])).toHaveLength(1);
  });

  test('are in the summary before they wait, for an environment that must have reviewers', () => {
    const compare = jobNamed('compare');

    expect(jobNamed('approve')).toContain('environment: iam-changes');
    expect(jobNamed('approve')).toContain('needs: compare');
    expect(compare).toContain('--security-only');
    expect(compare).toContain('"$GITHUB_STEP_SUMMARY"');
    expect(compare).toContain('environments/iam-changes');
    expect(compare).toContain('required_reviewers');
  });
});

test('silence of the registry fails, and both bills of materials stay with the run', () => {
  const job = jobNamed('test');

  expect(job).toMatch(/AUDIT_REPORT: required\n {8}run: npm run check:dependencies/);
  expect(job).toContain('            sbom.cdx.json\n            sbom-deployed.cdx.json\n');
  expect(job.indexOf('npm test')).toBeLessThan(job.indexOf('--output assembly/staging'));
  // An artifact leaves hidden files out by default, and security.txt is in a hidden folder.
  expect(job).toMatch(/name: assembly\n.*path: assembly\n(?:.*#.*\n)?.*include-hidden-files: true\n/);
});
