/** Courses of any size as manifests, and packages around manifests: one page that calls its API at once. */
import AdmZip from 'adm-zip';
import { activitiesOf, type CheckedPackage } from '../../src/scorm/package';

const NAMESPACES =
  'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"';
const EACH_CLUSTER = 10;

const rule = (kind: string, condition: string, action: string): string =>
  `<imsss:sequencingRules><imsss:${kind}><imsss:ruleConditions><imsss:ruleCondition condition="${condition}/></imsss:ruleConditions><imsss:ruleAction action="${action}"/></imsss:${kind}></imsss:sequencingRules>`;

/** By turns a leaf that is left out once an objective of the course is met, and one that is done again until it is passed. */
function leafRules(at: number): string {
  const own = `<imsss:primaryObjective objectiveID="own" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure><imsss:mapInfo targetObjectiveID="global-${at % 50}" writeNormalizedMeasure="true"/></imsss:primaryObjective>`;
  const seen = `<imsss:objective objectiveID="seen"><imsss:mapInfo targetObjectiveID="skip-${at % 50}"/></imsss:objective>`;
  return at % 2 === 0
    ? `<imsss:sequencing>${rule('preConditionRule', 'satisfied" referencedObjective="seen"', 'skip')}<imsss:objectives>${own}${seen}</imsss:objectives></imsss:sequencing>`
    : `<imsss:sequencing>${rule('postConditionRule', 'satisfied" operator="not"', 'retry')}<imsss:objectives>${own}</imsss:objectives></imsss:sequencing>`;
}
const clusterRules = `<imsss:sequencing><imsss:controlMode choice="true" flow="true"/>
<imsss:rollupRules objectiveMeasureWeight="0.5"><imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent="0.8"><imsss:rollupConditions><imsss:rollupCondition condition="satisfied"/></imsss:rollupConditions><imsss:rollupAction action="satisfied"/></imsss:rollupRule></imsss:rollupRules>
</imsss:sequencing>`;

/** A SCORM 2004 manifest of that many activities: clusters of ten, with rules, objectives and rollup for each where `rules`. */
export function largeManifest(activities: number, rules: boolean): string {
  const items: string[] = [];
  for (let made = 0, cluster = 0; made < activities; cluster += 1) {
    const leaves = Math.min(EACH_CLUSTER, activities - made - 1);
    const below = Array.from({ length: leaves }, (_, leaf) => {
      const at = made + leaf + 1;
      return `<item identifier="I${at}" identifierref="R"><title>Part ${at}</title>${rules ? leafRules(at) : ''}</item>`;
    });
    const own = leaves === 0 ? ' identifierref="R"' : '';
    items.push(
      `<item identifier="C${cluster}"${own}><title>Block ${cluster}</title>${below.join('\n')}${rules ? clusterRules : '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>'}</item>`,
    );
    made += leaves + 1;
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="LARGE" ${NAMESPACES}>
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="ORG"><organization identifier="ORG" adlseq:objectivesGlobalToSystem="false"><title>A large course</title>
${items.join('\n')}
<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing></organization></organizations>
<resources><resource identifier="R" type="webcontent" adlcp:scormType="sco" href="index.html"><file href="index.html"/></resource></resources>
</manifest>`;
}

/** What content of both versions does in a bench: says when its first call was answered, and offers its API as `api`. */
export const benchPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><h1>Bench</h1>
<script>
  const find = (w) => { for (let up = 0; w && up < 10; up += 1, w = w.parent) { if (w.API_1484_11) return [w.API_1484_11, '']; if (w.API) return [w.API, 'LMS']; } return []; };
  const [api, prefix] = find(window);
  window.call = (name, ...given) => api[prefix + name](...given);
  if (api) { call('Initialize', ''); window.initialised = parent.benchInitialised = Date.now(); }
</script></html>`;

/** A package of this manifest, with the page wherever the course launches one. */
export function zipAround(manifest: string | Buffer, found: CheckedPackage): Buffer {
  const zip = new AdmZip();
  zip.addFile('imsmanifest.xml', Buffer.from(manifest));
  const pages = found.organisations.flatMap((one) =>
    activitiesOf(one.root).flatMap(({ resource }) => resource?.href ?? []),
  );
  for (const href of new Set(pages)) if (!/^https?:/i.test(href)) zip.addFile(href, Buffer.from(benchPage));
  return zip.toBuffer();
}
