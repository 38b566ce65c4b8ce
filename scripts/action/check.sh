#!/usr/bin/env bash
# The step of action.yml that checks: annotations in the log, the report as the step's summary and for the comment.
# Values come from the environment, never into a command line that a shell reads.
set -euo pipefail

version=$(node -p "require(process.argv[1]).version" "$GITHUB_ACTION_PATH/package.json")
report="$RUNNER_TEMP/imgferry-report.md"
rm -f "$report"

words=()
lines() {
  local line
  while IFS= read -r line; do
    if [ -n "$line" ]; then words+=("$line"); fi
  done <<< "$1"
}
lines "${IMGFERRY_PATHS:-}"
lines "${IMGFERRY_ARGS:-}"
if [ "${IMGFERRY_CHANGED:-true}" = true ] && [ -n "${GITHUB_BASE_REF:-}" ]; then words+=(--changed); fi

code=0
npx -y "imgferry@$version" check ${words[@]+"${words[@]}"} --format github --report "markdown=$report" || code=$?
if [ -f "$report" ]; then cat "$report" >> "$GITHUB_STEP_SUMMARY"; fi
exit "$code"
