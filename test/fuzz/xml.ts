/** XML that can be bent: a tree of our own, and how it is written down. */

export type Attribute = [name: string, value: string];

export type Element = { name: string; attributes: Attribute[]; children: (Element | string)[] };

/** Stands for a bare `&` in a text, so that a mutation can write `&#0;` or `&unknown;`. */
export const BARE_AMPERSAND = '\uE000';

export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  children: readonly (Element | string)[] = [],
): Element {
  const written = Object.entries(attributes).filter((one): one is Attribute => one[1] !== undefined);
  return { name, attributes: written, children: [...children] };
}

/** The children that are elements. */
export const elementsIn = (one: Element): Element[] => one.children.filter((child) => typeof child !== 'string');

/** The element and all below it, parents first. Written without recursion: mutations nest deeply. */
export function everyElement(root: Element): Element[] {
  const found: Element[] = [];
  const waiting: Element[] = [root];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    found.push(one);
    waiting.push(...elementsIn(one).reverse());
  }
  return found;
}

export function copyOf(one: Element): Element {
  return {
    name: one.name,
    attributes: one.attributes.map(([name, value]) => [name, value]),
    children: one.children.map((child) => (typeof child === 'string' ? child : copyOf(child))),
  };
}

/** As text, one element a line. */
export function writeXml(one: Element): string {
  const attributes = one.attributes.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  if (one.children.length === 0) return `<${one.name}${attributes}/>\n`;
  const inner = one.children.map((child) => (typeof child === 'string' ? escaped(child) : writeXml(child))).join('');
  return `<${one.name}${attributes}>${inner}</${one.name}>\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(BARE_AMPERSAND, '&');
}
