/** What pages are made from. */
import type { IsoDate } from '../dates/types';
import type { Flash, Permission, SignedIn } from '../http/types';

/** Values inside a sentence. An `IsoDate` may stand where the sentence says `{x, date, long}`. */
export type MessageValues = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;

/** A room's sentences: key (`room.page.part`) to text in ICU message format. */
export type Catalogue = Readonly<Record<string, string>>;

/** One entry of the navigation row. Shown to everybody signed in unless it asks for a permission. */
export type NavigationItem = {
  /** Message key of the word people read. */
  readonly label: string;
  readonly href: string;
  /** Beginnings of other addresses that belong to it. */
  readonly also?: readonly string[];
  /** Any one of these is enough. */
  readonly anyOf?: readonly Permission[];
};

/** A step on the way to this page; the last one is the page's parent. */
export type Breadcrumb = { readonly text: string; readonly href: string };

/** How a tenant wants to be seen. The NHS logo and typeface are restricted: only an entitled tenant sets them. */
export type Brand = {
  readonly name: string;
  /** Address of an image, with the words that stand for it. */
  readonly logo?: { readonly src: string; readonly alt: string };
};

/** Something wrong with a field; `field` is the input's name, `message` a message key. */
export type FormError = { readonly field: string; readonly message: string; readonly values?: MessageValues };

/** A form that came back: what was typed, and what is wrong with it. Goes into the model as `form`. */
export type FormState = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: readonly FormError[];
};

/** What a page must know about its request, beside its model. */
export type PageContext = {
  readonly requestId: string;
  /** Path of this request, for marking the current navigation item. */
  readonly path: string;
  /** DATE-1: today in Europe/London. */
  readonly today: IsoDate;
  readonly who?: SignedIn | undefined;
  /** For forms; when nobody is signed in, that of the sign-in form. */
  readonly csrfToken?: string | undefined;
  readonly flash?: Flash | undefined;
  readonly unreadMessages?: number | undefined;
  /** The service's own name when the tenant has none. */
  readonly brand?: Brand | undefined;
};

/** Renders a view (`<room>/views/x.njk`) with its model inside the frame. */
export type Renderer = (view: string, model: object, context: PageContext) => string;
