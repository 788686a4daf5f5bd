/** From an element's name, indexes and all, to its line in the data model; names seen before are remembered. */
import type { ScormVersion } from '../../package/core/types';
import type { DataModel, ElementSpec } from './data-model';
import { dataModel12 } from './data-model-12';
import { dataModel2004 } from './data-model-2004';
import type { ElementCode } from './element-notes';

export type Found = { readonly spec: ElementSpec } | { readonly refused: ElementCode };

const LONGEST_NAME = 200;
const MOST_REMEMBERED = 8_192;
const INDEX = /^(0|[1-9]\d{0,8})$/;

/** Both editions families share a table each; `is12` is the one place that tells them apart. */
export const is12 = (version: ScormVersion): boolean => version === '1.2';

function lookUp(model: ReadonlyMap<string, ElementSpec>, rows: ReadonlyMap<string, number>, name: string): Found {
  const parts = name.split('.');
  let generic = '';
  let tooHigh = false;
  for (const part of parts) {
    if (INDEX.test(part)) {
      const most = rows.get(generic);
      if (most !== undefined && Number(part) >= most) tooHigh = true;
      generic += '.n';
    } else {
      // A literal `n` in a name must not pass for an index.
      generic += generic === '' ? part : `.${part === 'n' ? '?' : part}`;
    }
  }
  const spec = model.get(generic);
  if (spec === undefined) return { refused: 'unknown-element' };
  if (spec.access === 'ro') return { refused: 'read-only' };
  return tooHigh ? { refused: 'index-too-high' } : { spec };
}

/** A finder with a bounded memory: a hostile stream of names empties it, it never grows. */
function finderFor(dataModel: DataModel): (name: string) => Found {
  const model = new Map(Object.entries(dataModel.elements));
  const rows = new Map(Object.entries(dataModel.rows));
  const seen = new Map<string, Found>();
  return (name) => {
    const known = seen.get(name);
    if (known !== undefined) return known;
    if (name.length > LONGEST_NAME) return { refused: 'unknown-element' };
    const found = lookUp(model, rows, name);
    if (seen.size >= MOST_REMEMBERED) seen.clear();
    seen.set(name, found);
    return found;
  };
}

const find12 = finderFor(dataModel12);
const find2004 = finderFor(dataModel2004);

/** Looks an element up in the version's data model. */
export const finderOf = (version: ScormVersion): ((name: string) => Found) => (is12(version) ? find12 : find2004);
