/** The package doctor: what can be said, and mended, once a package is known to be one. */
import type { Found } from '../core/found';
import { checkSequencing } from '../core/doctor/check-sequencing';
import { predict, type Predicted } from '../core/doctor/predict';
import type { ScriptSigns } from '../core/doctor/script-signs';
import { asSpoken, spokenVersion } from '../core/doctor/spoken-version';
import { leavesOf } from '../core/read-manifest';
import { shorten } from '../core/read-values';
import type { CheckedPackage, Organisation, Prediction } from '../core/types';
import { predictionMessages } from './messages.en';

/** Activities whose prerequisites nobody can read; the language is that of `scorm/sequencing`. */
export type ReadPrerequisites = (organisation: Organisation) => readonly { readonly activity: string }[];

export type Examined = { readonly package: CheckedPackage; readonly findings: readonly Found[] };

const nobodyAsks: ReadPrerequisites = () => [];

/** `signs` are of the files of the whole package; `where` is the manifest's path. */
export function examine(
  found: CheckedPackage,
  signs: ScriptSigns,
  where: string,
  unreadable: ReadPrerequisites = nobodyAsks,
): Examined {
  const spoken = speak(found, signs, where);
  const played = spoken.package;
  const predictions = predict(played, signs).map(inWords);
  const findings = [
    ...spoken.findings,
    ...checkSequencing(played).map((one) => ({ ...one, where })),
    ...reportingAssets(played, signs),
    ...(played.scormVersion === '1.2' ? prerequisites(played, where, unreadable) : []),
  ];
  return { package: { ...played, predictions }, findings };
}

function speak(found: CheckedPackage, signs: ScriptSigns, where: string): Examined {
  const spoken = spokenVersion(found.scormVersion, signs);
  if (spoken === undefined) return { package: found, findings: [] };
  const changed = asSpoken(found, spoken);
  const file = signs.seen.get(spoken === '2004' ? 'finds-2004' : 'calls-12')?.[0] ?? '';
  const code =
    changed === undefined
      ? 'version-speaks-otherwise'
      : spoken === '2004'
        ? 'version-speaks-2004'
        : 'version-speaks-12';
  return {
    package: changed ?? found,
    findings: [{ code, where, values: { declared: found.scormVersion, file: shorten(file) } }],
  };
}

function reportingAssets(found: CheckedPackage, signs: ScriptSigns): Found[] {
  const prefix = found.root === '' ? '' : `${found.root}/`;
  const speaking = new Set([...(signs.seen.get('calls-12') ?? []), ...(signs.seen.get('finds-2004') ?? [])]);
  return found.organisations.flatMap(({ root }) =>
    leavesOf(root).flatMap(({ title, resource }): Found[] => {
      const file = `${prefix}${resource?.href ?? ''}`;
      if (resource?.scormType !== 'asset' || !speaking.has(file)) return [];
      return [{ code: 'asset-reports', where: file, values: { title: shorten(title), file: shorten(file) } }];
    }),
  );
}

function prerequisites(found: CheckedPackage, where: string, unreadable: ReadPrerequisites): Found[] {
  return found.organisations.flatMap((organisation) => {
    const names = new Set(unreadable(organisation).map(({ activity }) => activity));
    if (names.size === 0) return [];
    const all = (activity: Organisation['root']): Organisation['root'][] => [
      activity,
      ...activity.children.flatMap(all),
    ];
    return all(organisation.root)
      .filter(({ identifier }) => names.has(identifier))
      .map(({ title, prerequisites: expression }): Found => ({
        code: 'prerequisites-unreadable',
        where,
        values: { title: shorten(title), expression: shorten(expression ?? '') },
      }));
  });
}

function inWords({ code, values }: Predicted): Prediction {
  const message = predictionMessages[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values?.[name] ?? ''));
  return { code, message };
}
