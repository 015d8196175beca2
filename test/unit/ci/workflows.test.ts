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
  test('runs nothing of others but what is pinned', () => {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => String(action));

    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^(\.\/|[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$)/);
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

test('only jobs that go to AWS get a token for it, and never with code of a fork', () => {
  const jobs = workflows.flatMap(([, text]) => jobsOf(text));
  const withToken = jobs.filter(([, job]) => job.includes('id-token: write'));

  expect(withToken.map(([name]) => name).toSorted()).toEqual(['deploy', 'deploy-production', 'deploy-staging', 'diff']);
  const jobNamed = (wanted: string) => withToken.find(([name]) => name === wanted)?.[1];
  expect(jobNamed('diff')).toContain('github.event.pull_request.head.repo.full_name == github.repository');
  expect(jobNamed('deploy-staging')).toContain("github.event_name == 'push'");
  expect(jobNamed('deploy-staging')).toContain('needs: [test, synth]');
  expect(jobNamed('deploy-production')).toContain('needs: deploy-staging');
});
