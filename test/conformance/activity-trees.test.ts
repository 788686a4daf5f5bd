/**
 * The activity trees of ADL's suite in the engine: whatever a learner asks for, it answers with a decision, delivers only
 * what can be launched, and offers only what it then delivers, unless rules of what is left end the session first. What the
 * suite itself expects stands in `sequencing.test.ts`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activitiesOf, checkPackage } from '../../src/scorm/package';
import {
  engineFor,
  type ActivityResult,
  type NavigationRequest,
  type SequencingState,
} from '../../src/scorm/sequencing';
import { zipOf } from '../integration/scorm/package-zips';

const folder = fileURLToPath(new URL('../../../shared/conformance/cases', import.meta.url));
const there = existsSync(folder);

/** Folders that hold a manifest, one or two levels down. */
function manifests(at: string): string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const inside = join(at, entry.name);
    return existsSync(join(inside, 'imsmanifest.xml')) ? [inside] : manifests(inside);
  });
}

const wishes = [
  'continue',
  'previous',
  'exit',
  'exitAll',
  'suspendAll',
  'abandon',
  'abandonAll',
  'resumeAll',
  'start',
] as const;
const results: readonly ActivityResult[] = [
  { attempted: true, suspended: false, completion: 'completed', success: 'passed', scaled: 0.9, totalSeconds: 10 },
  { attempted: true, suspended: true, completion: 'incomplete', success: 'unknown', totalSeconds: 5 },
  { attempted: true, suspended: false, completion: 'completed', success: 'failed', scaled: 0.1, totalSeconds: 7 },
];

test.skipIf(!there)('SN: the suite is at hand', () => expect(manifests(folder).length).toBeGreaterThan(100));

test.each(there ? manifests(folder).map((path) => [path.slice(folder.length + 1), path]) : [])(
  'SN: %s',
  async (_, path = '') => {
    const manifest = readFileSync(join(path, 'imsmanifest.xml'));
    const { package: found } = await checkPackage(zipOf({ 'imsmanifest.xml': manifest }));
    const organisation = found?.organisations.find((one) => one.identifier === found.defaultOrganisation);
    if (!found || !organisation) throw new Error('no organisation');
    const engine = engineFor(found.scormVersion, organisation);
    const activities = [...activitiesOf(organisation.root)];
    const launchable = new Set(activities.filter((one) => one.resource !== undefined).map((one) => one.identifier));
    const move = fc.oneof(
      fc.constantFrom(...wishes).map((type): NavigationRequest => ({ type })),
      fc
        .constantFrom(...activities.map((one) => one.identifier))
        .map((target): NavigationRequest => ({ type: 'choice', target })),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(move, fc.constantFrom(...results)), { maxLength: 15 }), (moves) => {
        let state: SequencingState = engine.initial();
        for (const [request, result] of [[{ type: 'start' } as NavigationRequest, results[1]] as const, ...moves]) {
          const decision = engine.request(state, request);
          if (decision.kind === 'deliver') expect(launchable.has(decision.activity)).toBe(true);
          state = decision.state;
          if (state.current !== undefined && result) state = engine.report(state, state.current, result);
          for (const target of engine.controls(state).choices)
            expect(['deliver', 'end']).toContain(engine.request(state, { type: 'choice', target }).kind);
          expect(engine.rollup(state).totalSeconds).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  },
);
