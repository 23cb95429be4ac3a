#!/usr/bin/env bash
# land.sh tests…: lands branch cockpit's commits from the cockpit-land worktree
cd /work/wt/cockpit-land && git checkout -q cockpit-land && git reset -q --hard cockpit && /work/team/land "$@"
