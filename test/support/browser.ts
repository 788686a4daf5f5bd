/** Browsers for tests: a page at a width people have, a picture of it, and its accessibility. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium as playwright } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from './chromium';

const output = fileURLToPath(new URL('../output/', import.meta.url));

/** Widths in CSS pixels: a desk, a phone, the narrowest that must work. */
export const widths = { desk: 1280, phone: 390, narrow: 320 } as const;
export type Width = keyof typeof widths;

/**
 * Every argument is ours. Playwright's own would switch off storage partitioning among others, and
 * those of the executable's package web security and site isolation: the canary test would notice.
 */
const launchArguments = [
  '--headless',
  '--remote-debugging-pipe',
  // Nobody has a user-namespace sandbox in a container; the content under test is ours.
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--metrics-recording-only',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--use-mock-keychain',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  '--mute-audio',
  '--no-startup-window',
];

/** Starts a browser. Close it when the tests of the file are done. */
export async function openBrowser(): Promise<Browser> {
  const { executable, env } = await chromium();
  return await playwright.launch({
    executablePath: executable,
    ignoreDefaultArgs: true,
    args: launchArguments,
    env: { ...process.env, ...env },
    // The tests stop their servers themselves.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** A person's browser: cookies and storage of their own. */
export async function newContext(
  browser: Browser,
  width: Width = 'desk',
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  return await browser.newContext({
    viewport: { width: widths[width], height: width === 'desk' ? 900 : 844 },
    hasTouch: width !== 'desk',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    ...options,
  });
}

/** A page in a browser of its own. */
export async function newPage(
  browser: Browser,
  width: Width = 'desk',
  options: BrowserContextOptions = {},
): Promise<Page> {
  return await (await newContext(browser, width, options)).newPage();
}

/** Puts a picture of the whole page into test/output/<name>.png and answers its path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  await mkdir(output, { recursive: true });
  const path = join(output, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}

/** Findings of axe that keep people out (serious, critical), one line each; an empty list is what we want. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
}

/** True when the page is wider than its window: a person would have to scroll sideways. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}
