/**
 * Pages: the frame around every page, its parts, and the sentences people read.
 *
 * - *Frame*: what surrounds every page (skip link, header, navigation, breadcrumbs, banners, footer).
 * - *View*: a template `<room>/views/x.njk`; *parts*: macros in `platform/page/views/parts.njk` and `fields.njk`.
 * - *Catalogue*: a room's sentences (`messages.en.ts`); *key*: `room.page.part`.
 * - *Asset*: a style sheet or script of ours with its content's hash in its name.
 */
export { assetPath, loadAssets } from './assets';
export type { Asset, Assets } from './assets';
export { createMessages } from './messages';
export type { Messages } from './messages';
export { messages as pageMessages } from './messages.en';
export { createRenderer } from './renderer';
export { dateInWords, dueInWords, durationInWords, instantInWords, sizeInWords } from './words';
export type {
  Brand,
  Breadcrumb,
  Catalogue,
  FormError,
  FormState,
  MessageValues,
  NavigationItem,
  PageContext,
  Renderer,
} from './types';
