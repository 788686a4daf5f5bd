import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { IsoDate } from '../dates/types';
import type { SignedIn } from '../http/types';
import { loadAssets } from './assets';
import { createMessages } from './messages';
import { messages as pageMessages } from './messages.en';
import { createRenderer, navigationFor } from './renderer';
import type { NavigationItem, PageContext } from './types';

const source = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'page-'));
mkdirSync(join(scratch, 'demo', 'views'), { recursive: true });
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const today = '2026-11-23' as IsoDate;
const who: SignedIn = {
  accountId: 'a',
  sessionId: 's',
  tenantId: 't',
  tenantName: 'Northtown',
  national: false,
  displayName: 'Ada <Lovelace>',
  permissions: new Set(['content.manage']),
  csrfToken: 'token-1',
};
const context: PageContext = { requestId: 'r-1', path: '/learning/7', today, who, csrfToken: 'token-1' };
const navigation: NavigationItem[] = [
  { label: 'demo.home', href: '/' },
  { label: 'demo.learning', href: '/learning' },
  { label: 'demo.reports', href: '/reports', anyOf: ['reports.see'] },
];
const messages = createMessages([
  pageMessages,
  {
    'demo.home': 'Home',
    'demo.learning': 'My learning',
    'demo.reports': 'Reports',
    'demo.saved': 'Saved {what}',
    'demo.wrong': 'Enter a title',
  },
]);

function render(view: string, model: object = {}, more: Partial<PageContext> = {}, demo = false): string {
  writeFileSync(join(scratch, 'demo', 'views', 'x.njk'), view);
  // A new renderer each time: templates are cached by name.
  const renderer = createRenderer({
    viewsFolder: scratch,
    designSystemFolder: source,
    messages,
    assets: loadAssets(scratch),
    navigation,
    demo,
    searchHref: '/search',
    signOutHref: '/sign-out',
  });
  return renderer('demo/views/x.njk', model, { ...context, ...more });
}

const inFrame = (content: string): string =>
  `{% extends "platform/page/views/frame.njk" %}{% from "platform/page/views/parts.njk" import tag, table, pagination, summaryList, why %}{% import "platform/page/views/fields.njk" as field %}{% set pageTitle = 'A page' %}{% block content %}${content}{% endblock %}`;

test('the frame has its title, skip link, current navigation item and sign-out with its token', () => {
  const html = render(inFrame('<h1>Hello</h1>'));
  expect(html).toContain('<title>A page – Preceptor</title>');
  expect(html).toContain('href="#maincontent"');
  expect(html).toMatch(/href="\/learning" aria-current="true"/);
  expect(html).not.toContain('/reports');
  expect(html).toContain('name="_csrf" value="token-1"');
  expect(html).toContain('Ada &lt;Lovelace&gt;');
  expect(html).not.toContain('This is a demonstration');
});

test('the demonstration is announced on every page', () => {
  expect(render(inFrame(''), {}, {}, true)).toContain('This is a demonstration');
});

test('what a model says is escaped', () => {
  const html = render(
    inFrame('{{ name }}{{ tag(name, "good") }}{{ table("People", [{text: "Name"}], [[{text: name}]]) }}'),
    { name: '<script>x</script>' },
  );
  expect(html).not.toContain('<script>x');
  expect(html.match(/&lt;script&gt;x/g)).toHaveLength(3);
});

test('a form that comes back keeps what was typed, and says what is wrong twice', () => {
  const form = { values: { title: 'A "quoted" title' }, errors: [{ field: 'title', message: 'demo.wrong' }] };
  const html = render(
    inFrame(
      '{{ field.start({ action: "/x", csrf: csrfToken }) }}{{ field.text(form, { name: "title", label: "Title" }) }}{{ field.date(form, { name: "from", label: "From" }) }}{{ field.button("Save") }}</form>',
    ),
    { form },
  );
  expect(html).toContain('<title>Error: A page – Preceptor</title>');
  expect(html).toContain('<a href="#title">Enter a title</a>');
  expect(html).toContain('id="title-error"');
  expect(html).toContain('aria-describedby="title-error"');
  expect(html.match(/form-group--error/g)).toHaveLength(1);
  expect(html).toContain('value="A &quot;quoted&quot; title"');
});

test('a flash is shown once, with its values', () => {
  const html = render(
    inFrame(''),
    {},
    { flash: { tone: 'success', message: 'demo.saved', values: { what: 'the <course>' } } },
  );
  expect(html).toContain('Saved the &lt;course&gt;');
});

test('pages of results keep the query', () => {
  const html = render(inFrame('{{ pagination(list) }}'), {
    list: { page: 2, pages: 9, path: '/people', query: { q: 'a b' } },
  });
  expect(html).toContain('href="/people?q=a+b&amp;page=3"');
  expect(html).toContain('aria-current="page">2<');
});

test('columns sort by links', () => {
  const html = render(inFrame('{{ table("People", [{text: "Name", sort: "name"}], [[{text: "Ada"}]], sorting) }}'), {
    sorting: { path: '/people', query: { q: 'x' }, by: 'name', direction: 'asc' },
  });
  expect(html).toContain('href="/people?q=x&amp;sort=name&amp;direction=desc"');
  expect(html).toContain('aria-sort="ascending"');
});

test('the navigation marks the longest fitting address', () => {
  const items = [
    { label: 'demo.home', href: '/' },
    { label: 'demo.learning', href: '/learning' },
    { label: 'demo.saved', href: '/learning/old' },
  ];
  const current = (path: string): unknown[] =>
    navigationFor(items, who, path).filter((item) => 'current' in item && item.current === true);
  expect(current('/learning/old/3')).toMatchObject([{ href: '/learning/old' }]);
  expect(current('/learnings')).toEqual([]);
  expect(current('/')).toMatchObject([{ href: '/' }]);
  expect(navigationFor(items, undefined, '/')).toEqual([]);
});
