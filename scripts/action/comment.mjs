// The step of action.yml that comments on a pull request: one comment, written anew by later runs. A fork's token may
// not write, so its pull requests get none; a refusal is said and fails nothing.
import { existsSync, readFileSync } from 'node:fs';

const mark = '<!-- imgferry -->';
const most = 65_000; // GitHub takes 65,536 characters

const { GITHUB_API_URL, GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_TOKEN, RUNNER_TEMP } = process.env;
const { pull_request: pullRequest } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
const report = `${RUNNER_TEMP}/imgferry-report.md`;

const reason = whyNot();
if (reason) console.log(`imgferry: no comment: ${reason}`);
else await comment(readFileSync(report, 'utf8'));

function whyNot() {
  if (!pullRequest) return 'this is no pull request';
  if (pullRequest.head.repo?.full_name !== GITHUB_REPOSITORY) return 'the pull request comes from a fork';
  return existsSync(report) ? undefined : 'there is no report';
}

async function comment(text) {
  const body = `${mark}\n${text.length > most ? `${text.slice(0, most)}\n\n…` : text}`;
  const comments = `/repos/${GITHUB_REPOSITORY}/issues/${pullRequest.number}/comments`;
  const standing = await ask('GET', `${comments}?per_page=100`);
  if (!standing) return;
  const own = standing.find((one) => one.body?.startsWith(mark));
  if (own) await ask('PATCH', `/repos/${GITHUB_REPOSITORY}/issues/comments/${own.id}`, { body });
  else await ask('POST', comments, { body });
}

/** @returns the answer; undefined where it was refused */
async function ask(method, path, content) {
  const answer = await fetch(`${GITHUB_API_URL}${path}`, {
    method,
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${GITHUB_TOKEN}` },
    ...(content ? { body: JSON.stringify(content) } : {}),
  });
  if (answer.ok) return answer.json();
  console.log(`::notice title=imgferry::No comment was written: GitHub answered ${answer.status}`);
  return undefined;
}
