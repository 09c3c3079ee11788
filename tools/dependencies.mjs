// `npm run audit` and `npm run sbom`: what EMC is made of besides its own code, and what is publicly known against it. Both
// read package-lock.json alone, through npm, and write nothing.
import { spawnSync } from 'node:child_process';

const SEVERITIES = ['critical', 'high', 'moderate', 'low', 'info'];

function npm(root, args) {
  const { stdout, stderr, error } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (error) throw new Error(`npm could not be started: ${error.message}`);
  return { stdout, stderr };
}

/**
 * The lockfile as a CycloneDX 1.5 document: one component for each package and version that the lockfile names, those of
 * other platforms and the parts of EMC itself included.
 */
export function billOfMaterials(root) {
  const { stdout, stderr } = npm(root, [
    'sbom',
    '--package-lock-only',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
  ]);
  const bill = readJson(stdout);
  if (bill?.bomFormat !== 'CycloneDX') throw new Error(`npm sbom gave no CycloneDX document: ${stderr.trim()}`);
  // npm names a component by the folder it lies in; that of an alias or a workspace is not the package's.
  for (const component of [bill.metadata.component, ...bill.components]) component.name = nameOf(component.purl);
  return bill;
}

/** `pkg:npm/%40emc/contract@0.1.0` → `@emc/contract` */
function nameOf(purl) {
  return decodeURIComponent(/^pkg:npm\/(.+)@[^@]+$/.exec(purl)[1]);
}

/**
 * Asks the advisory source of the configured registry about every package of the lockfile.
 * @returns what to print, and the exit code: 0 nothing is known, 1 something is, 2 the source could not be asked
 */
export function compareWithAdvisories(root) {
  return judgeAudit(npm(root, ['audit', '--json', '--package-lock-only']).stdout);
}

/** What `npm audit --json` said, in words. */
function judgeAudit(text) {
  const answer = readJson(text);
  const counts = answer?.metadata?.vulnerabilities;
  // A registry that has no advisories answers with an error, or an empty page: neither says that nothing is known.
  if (counts === undefined || answer.auditReportVersion === undefined) {
    const why = answer?.message ?? answer?.error?.summary ?? 'it did not answer as an advisory source does';
    return {
      code: 2,
      text: `NOT COMPARED: no advisory source can be reached through the configured registry (${why}).`,
    };
  }
  const packages = `${answer.metadata.dependencies?.total ?? 'all'} packages of the lockfile`;
  if (counts.total === 0) return { code: 0, text: `Nothing is known against the ${packages}.` };
  const found = Object.values(answer.vulnerabilities).sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.name < b.name ? -1 : 1),
  );
  const lines = found.map(({ name, severity, via }) => {
    const reasons = via.map((one) =>
      typeof one === 'string' ? `by ${one}` : `${one.title} (${one.range}) ${one.url}`,
    );
    return `${severity.padEnd(8)} ${name}: ${reasons.join('; ')}`;
  });
  return { code: 1, text: [`${counts.total} of the ${packages} have known vulnerabilities:`, ...lines].join('\n') };
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
