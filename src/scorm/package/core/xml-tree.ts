/**
 * A manifest as plain data: what the parser hands to the rules. Names are local names (no prefix),
 * so that packages may choose any prefix; lookups ignore case, because authors and the two SCORM
 * families differ in it (`scormtype`, `scormType`).
 */

export type XmlAttribute = { readonly name: string; readonly space: string; readonly value: string };

export type XmlNode = {
  readonly name: string;
  /** Namespace URI; the bare prefix where the manifest forgot to declare it; '' for none. */
  readonly space: string;
  readonly attributes: readonly XmlAttribute[];
  /** Text directly inside, untrimmed. */
  readonly text: string;
  /** In document order among children of the same name. */
  readonly children: readonly XmlNode[];
  /** 1-based line of the opening tag. */
  readonly line: number;
};

const same = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

/** Children with this local name, whatever their prefix. */
export function childrenNamed(node: XmlNode | undefined, name: string): XmlNode[] {
  return node === undefined ? [] : node.children.filter((child) => same(child.name, name));
}

/** The first child with this local name. */
export function childNamed(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => same(child.name, name));
}

/** Attributes that name something, or refer to it by its name. */
const naming = new Set([
  'identifier',
  'identifierref',
  'id',
  'idref',
  'default',
  'objectiveid',
  'targetobjectiveid',
  'referencedobjective',
  'targetid',
]);

/** One name may be written in several ways: `%20` is a blank, and blanks collapse (xs:anyURI, xs:token). */
const asName = (text: string): string => text.replace(/%20/g, ' ').replace(/\s+/g, ' ').trim();

/**
 * An attribute's value by local name, whatever its prefix; undefined when absent. Blanks around it are
 * dropped: identifiers and addresses are of types that XML Schema collapses.
 */
export function attribute(node: XmlNode | undefined, name: string): string | undefined {
  const value = node?.attributes.find((one) => same(one.name, name) && !isNamespaceDeclaration(one))?.value;
  if (value === undefined) return undefined;
  return naming.has(name.toLowerCase()) ? asName(value) : value.trim();
}

/** Trimmed text of the first child with this name; undefined when there is no such child or it is empty. */
export function childText(node: XmlNode | undefined, name: string): string | undefined {
  const text = childNamed(node, name)?.text.trim();
  return text === undefined || text === '' ? undefined : text;
}

/** Every node of the tree, parents first. The parser caps the depth, so the recursion is bounded. */
export function* everyNode(node: XmlNode): Generator<XmlNode> {
  yield node;
  for (const child of node.children) yield* everyNode(child);
}

function isNamespaceDeclaration(one: XmlAttribute): boolean {
  return one.space === 'http://www.w3.org/2000/xmlns/';
}
