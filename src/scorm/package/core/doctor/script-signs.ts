/** What the files of a package let one expect: words that scripts cannot do without when they do something. Pure. */

/** What was seen in the pages and scripts of a package. Absence says more than presence: a driver names all it could do. */
export type ScriptSigns = {
  /** Pages and scripts that were looked at. */
  readonly files: number;
  /** Some were too large, or too many, to be looked at. */
  readonly incomplete: boolean;
  /** Each sign, with the files it was seen in (a few of them). */
  readonly seen: ReadonlyMap<Sign, readonly string[]>;
  /** There are Flash films. Drivers name Flash for the sake of old browsers; without a film nothing comes of it. */
  readonly films: boolean;
  /** Hosts that pages and scripts load from or send to. */
  readonly hosts: readonly string[];
};

/** The order is that of `patterns`. */
export type Sign = keyof typeof patterns;

const patterns = {
  /** Calls by their SCORM 1.2 names. */
  'calls-12': /\bLMS(?:Initialize|Finish|GetValue|SetValue|Commit|GetLastError)\b/,
  /** The name under which SCORM 2004 content finds its API; nothing else is called so. */
  'finds-2004': /\bAPI_1484_11\b/,
  /** Calls by their SCORM 2004 names, which are ordinary words: a sign only beside the one before. */
  'calls-2004': /\b(?:Initialize|Terminate|GetValue|SetValue)\b/,
  commits: /\b(?:LMS)?Commit\b/,
  'sets-status': /lesson_status|completion_status|success_status|setStatus|setCompletion/i,
  'sets-score': /\bcmi\.(?:core\.)?score|\bscore\.(?:raw|scaled)\b|['"]score|setScore/i,
  'keeps-place': /\blesson_location\b|\bcmi\.location\b/,
  'keeps-state': /\bsuspend_data\b/,
  'reports-answers': /\bcmi\.interactions\b/,
  'opens-window': /\bwindow\.open\s*\(|\btarget\s*=\s*["']?_blank/i,
  'leaves-page': /\btop\.location(?:\.href)?\s*=(?!=)|\btop\.location\.(?:replace|assign)\b|\btarget\s*=\s*["']?_top/i,
  'reads-parent': /\b(?:parent|top)\.document\b/,
  'needs-flash': /x-shockwave-flash|\bAC_FL_RunContent\b|\bswfobject\.embedSWF\b|D27CDB6E-AE6D-11cf/i,
  'needs-plugin': /<applet\b|x-silverlight|application\/x-director|\bclsid:(?!D27CDB6E)[0-9a-f]{8}-/i,
  'wants-device': /\bgetUserMedia\b|\bgeolocation\.(?:get|watch)/,
  'service-worker': /\bserviceWorker\s*\.\s*register\b/,
} as const;

const shownFiles = 3;
const mostHosts = 20;

/** Addresses that a page loads or a script asks, not those it only mentions (namespaces, licences). */
const loads =
  /(?:\bsrc\s*=\s*|<link\b[^>]{0,200}\bhref\s*=\s*|\bfetch\s*\(\s*|\.open\s*\(\s*["'](?:GET|POST|PUT)["']\s*,\s*|\bimport\s*(?:\(\s*)?|\burl\s*\(\s*|new\s+WebSocket\s*\(\s*)["']?(?:https?:|wss?:)?\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi;
/** Names of standards, which nothing is loaded from. */
const standards = /(^|\.)(w3\.org|imsglobal\.org|imsproject\.org|adlnet\.org|adlnet\.gov|example\.(com|org))$/i;

export type SignReader = {
  /** @param text the file, decoded by any encoding that keeps ASCII */
  readonly read: (path: string, text: string) => void;
  readonly leaveOut: () => void;
  readonly signs: () => ScriptSigns;
};

export function createSignReader(films: boolean): SignReader {
  const seen = new Map<Sign, string[]>();
  const hosts = new Set<string>();
  let files = 0;
  let incomplete = false;
  return {
    read: (path, text) => {
      files += 1;
      for (const [sign, pattern] of Object.entries(patterns) as [Sign, RegExp][]) {
        const paths = seen.get(sign);
        if ((paths?.length ?? 0) >= shownFiles || !pattern.test(text)) continue;
        if (paths === undefined) seen.set(sign, [path]);
        else paths.push(path);
      }
      for (const [, host] of text.matchAll(loads)) {
        if (hosts.size >= mostHosts) break;
        if (host !== undefined && !standards.test(host)) hosts.add(host.toLowerCase());
      }
    },
    leaveOut: () => {
      incomplete = true;
    },
    signs: () => ({ files, incomplete, seen, films, hosts: [...hosts].sort() }),
  };
}
