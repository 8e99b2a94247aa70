// Asks the npm registry for advisories about the packages of the lock file. Three ends: none are known; some are, and
// this fails; or the registry gives none to anybody here, and then that is said, loudly, and counts as nothing checked.
// Anything else fails.

import { spawnSync } from 'node:child_process';

/** Folders with a lock file. */
const FOLDERS = ['.'];

function audit(folder) {
  const { stdout, error } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (error) throw error;
  const report = JSON.parse(stdout);
  const counts = report.metadata?.vulnerabilities;
  if (counts !== undefined) {
    const checked = report.metadata.dependencies.total;
    for (const [name, { severity, range }] of Object.entries(report.vulnerabilities))
      console.error(`  ${name} ${range}: ${severity}`);
    console.error(`  ${folder}: ${checked} packages checked, ${counts.total} with an advisory`);
    return counts.total === 0;
  }
  // The answer of npm when the registry has no such service, or cannot be reached.
  const why = report.message ?? report.error?.summary;
  if (typeof why !== 'string' || why === '')
    throw new Error(`npm audit said nothing that is known: ${stdout}`);
  const reason = report.statusCode === undefined ? why : `status ${report.statusCode}`;
  console.error(`  ${folder}: NOT CHECKED. The registry in use gives no advisories (${reason}).`);
  return true;
}

process.exit(FOLDERS.map(audit).every(Boolean) ? 0 : 1);
