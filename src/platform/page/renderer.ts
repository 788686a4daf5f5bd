/** From a reply to a page of HTML. */
import type { SignedIn } from '../http/types';
import { createEnvironment } from './environment';
import type { EnvironmentParts } from './environment';
import type { NavigationItem, PageContext, Renderer } from './types';

export type RendererParts = EnvironmentParts & {
  /** The one row of navigation, in order; each person sees what their permissions allow. */
  readonly navigation: readonly NavigationItem[];
  /** True when the data are made up: every page says so. */
  readonly demo: boolean;
  /** Where the search box goes; no box without it. */
  readonly searchHref?: string;
  /** Where the messages link goes; no link without it. */
  readonly messagesHref?: string;
  readonly signInHref?: string;
  readonly signOutHref?: string;
};

const mayFollow = (item: NavigationItem, who: SignedIn): boolean =>
  item.anyOf === undefined || item.anyOf.some((permission) => who.permissions.has(permission));

const covers = (href: string, path: string): boolean =>
  path === href || path.startsWith(href.endsWith('/') ? href : `${href}/`);

/** The items this person sees; the one with the longest fitting address is the current one. */
export function navigationFor(items: readonly NavigationItem[], who: SignedIn | undefined, path: string): object[] {
  if (!who) return [];
  const seen = items.filter((item) => mayFollow(item, who));
  const fit = ({ href, also = [] }: NavigationItem): number =>
    Math.max(0, ...[href, ...also].map((one) => ((one === '/' ? path === '/' : covers(one, path)) ? one.length : 0)));
  const current = seen.filter((item) => fit(item) > 0).sort((a, b) => fit(b) - fit(a))[0];
  return seen.map((item) => ({ ...item, current: item === current }));
}

/**
 * Makes the function that turns (view, model, context) into HTML.
 * A view extends `platform/page/views/frame.njk`, sets `pageTitle` and, below the second level, `breadcrumbs`.
 */
export function createRenderer(parts: RendererParts): Renderer {
  const environment = createEnvironment(parts);
  const { demo, searchHref, messagesHref, signInHref, signOutHref } = parts;
  const fixed = { demo, searchHref, messagesHref, signInHref, signOutHref };
  return function render(view: string, model: object, context: PageContext): string {
    const navigation = navigationFor(parts.navigation, context.who, context.path);
    // The frame's words come last: a model cannot put itself in their place by accident.
    return environment.render(view, { ...model, ...context, frame: { ...fixed, navigation } });
  };
}
