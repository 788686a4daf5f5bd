/** The template engine, with the words that views may use. */
import nunjucks from 'nunjucks';
import type { IsoDate } from '../dates/types';
import type { Assets } from './assets';
import type { Messages } from './messages';
import type { MessageValues } from './types';
import { dateInWords, dueInWords, durationInWords, instantInWords, sizeInWords } from './words';

export type EnvironmentParts = {
  /** Folder that holds `<room>/views/*.njk`: `dist/views`, or `src` in tests. */
  readonly viewsFolder: string;
  /** Folder that holds `nhsuk/`: `node_modules/nhsuk-frontend/dist`. */
  readonly designSystemFolder: string;
  readonly messages: Messages;
  readonly assets: Assets;
};

/** `/people?page=2&q=x` from a path and values; leaves out what is empty. */
export function urlWith(path: string, values: Readonly<Record<string, unknown>> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (typeof one === 'string' ? one !== '' : typeof one === 'number' || typeof one === 'boolean')
        query.append(name, String(one));
    }
  }
  const text = query.toString();
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

/**
 * Builds the engine. In views: `t`, `date`, `instant`, `due`, `duration`, `size`, `asset`, `url`,
 * as filters (`'key' | t({…})`) and, for `t`, `asset` and `url`, as functions. Everything is escaped.
 */
export function createEnvironment({
  viewsFolder,
  designSystemFolder,
  messages,
  assets,
}: EnvironmentParts): nunjucks.Environment {
  const loader = new nunjucks.FileSystemLoader([viewsFolder, designSystemFolder], { noCache: false });
  const environment = new nunjucks.Environment(loader, { autoescape: true, trimBlocks: true, lstripBlocks: true });

  const t = (key: string, values?: MessageValues): string => messages.t(key, values && withPlainText(values));
  environment.addFilter('t', t);
  environment.addGlobal('t', t);
  environment.addFilter('date', dateInWords);
  environment.addFilter('instant', instantInWords);
  environment.addFilter('due', (date: IsoDate, today: IsoDate) => dueInWords(messages, date, today));
  environment.addFilter('duration', (seconds: number) => durationInWords(messages, seconds));
  environment.addFilter('size', sizeInWords);
  environment.addFilter('asset', assets.href);
  environment.addGlobal('asset', assets.href);
  environment.addFilter('url', urlWith);
  environment.addGlobal('url', urlWith);
  return environment;
}

/** What a macro returns is an object that stands for its text; a sentence takes text. */
function withPlainText(values: MessageValues): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value instanceof nunjucks.runtime.SafeString ? value.toString() : value,
    ]),
  );
}
