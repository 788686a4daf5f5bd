/** A package around a manifest of the suite: our own page for every launch address, something small for every other file. */
import { readFileSync } from 'node:fs';
import AdmZip from 'adm-zip';
import type { CasePackage } from './case-files';
import { behaviourOf } from './page-behaviour';

// The same two steps up from here and from the bundle in .cache/conformance.
const sco = new URL('../../test/conformance/sco/', import.meta.url);

function pageFor(href: string): string {
  const [page, script] = ['page.html', 'sco.js'].map((name) => readFileSync(new URL(name, sco), 'utf8'));
  const behaviour = JSON.stringify(behaviourOf(href)).replaceAll('<', '\\u003c');
  return (page ?? '').replace('__BEHAVIOUR__', () => behaviour).replace('__SCRIPT__', () => script ?? '');
}

/** The zip as an author would upload it. */
export function zipAround({ manifest, facts }: CasePackage): Buffer {
  const zip = new AdmZip();
  zip.addFile('imsmanifest.xml', Buffer.from(manifest));
  for (const path of facts.pages) zip.addFile(path, Buffer.from(pageFor(path)));
  for (const path of facts.files) zip.addFile(path, Buffer.from(/\.html?$/i.test(path) ? pageFor(path) : '/* */'));
  return zip.toBuffer();
}
