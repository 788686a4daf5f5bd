/** What must hold of every answer of the package check, whatever the input was. Each fault is a sentence. */
import { listFindings, type Activity, type CheckedPackage, type Finding } from '../../src/scorm/package';

const KNOWN = new Map(listFindings().map((row) => [row.code as string, row]));
/** Longest sentence an author is asked to read (characters). */
const LONGEST = 900;
const MOST_FINDINGS = 2_500;

export function faultsOfFindings(findings: readonly Finding[]): string[] {
  const faults: string[] = [];
  if (findings.length > MOST_FINDINGS) faults.push(`${findings.length} findings`);
  for (const one of findings) {
    const row = KNOWN.get(one.code);
    if (row === undefined) faults.push(`a finding without words: ${one.code}`);
    else if (row.severity !== one.severity) faults.push(`${one.code} changed its severity`);
    for (const text of [one.message, one.advice, one.where]) {
      if (text.length > LONGEST) faults.push(`${one.code} says ${text.length} characters`);
    }
    if (one.message === '' || one.advice === '') faults.push(`${one.code} says nothing`);
  }
  return faults;
}

/** `files`: paths relative to the package's root. */
export function faultsOfPackage(found: CheckedPackage, files: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  if (!found.organisations.some((one) => one.identifier === found.defaultOrganisation))
    faults.push('the default organisation is none of the organisations');
  const names = found.organisations.map((one) => one.identifier);
  if (new Set(names).size !== names.length) faults.push('two organisations share an identifier');
  for (const organisation of found.organisations) {
    if (organisation.root.identifier !== organisation.identifier)
      faults.push('a root is not named as its organisation');
    faults.push(...faultsOfTree(organisation.root, files));
  }
  return faults;
}

function faultsOfTree(root: Activity, files: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  const waiting = [root];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (one.identifier === '') faults.push('an activity without an identifier');
    if (seen.has(one.identifier)) faults.push(`two activities share the identifier ${one.identifier.slice(0, 60)}`);
    seen.add(one.identifier);
    waiting.push(...one.children);
    const { resource } = one;
    if (resource === undefined) continue;
    if (one.children.length > 0) faults.push('a cluster is launched');
    if (!/^([?#]|$)/.test(resource.parameters))
      faults.push(`parameters without ? or #: ${resource.parameters.slice(0, 60)}`);
    if (!isInside(resource.href, files)) faults.push(`a launch outside the package: ${resource.href.slice(0, 80)}`);
  }
  return faults;
}

/** A file of the package, an address of the web, or a name that stays inside though no such file is there. */
function isInside(href: string, files: ReadonlySet<string>): boolean {
  if (files.has(href) || /^https?:\/\/[^/]/i.test(href)) return true;
  return href !== '' && !href.startsWith('/') && !href.split('/').some((part) => ['', '.', '..'].includes(part));
}
