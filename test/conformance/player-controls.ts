/**
 * The player's page as a learner meets it: controls by their accessible names, the contents by their titles. The one place
 * that knows how the page is made.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { LearnerControl } from './instructions';
import { oneLine } from './manifest-facts';
import type { ControlsShown, ControlShown, EntryShown } from './report';

/** Accessible names of the controls. */
const names: Readonly<Record<LearnerControl, string>> = {
  continue: 'Continue',
  previous: 'Previous',
  exit: 'Exit',
  suspend: 'Save and leave',
};
const contentsName = 'Contents';

/** What stands in the place of the content (`data-state` of the stage). */
export type StageShown = {
  readonly state: string;
  /** The activity whose content is shown. */
  readonly activity?: string;
  /** What a page of ours in the content's place says, and the notices. */
  readonly words: string;
  /** Saving is under way. */
  readonly busy: boolean;
};

export type PlayerControls = {
  /** Reads all that a learner could see and press, opening the contents for it. */
  readonly look: () => Promise<ControlsShown>;
  readonly stage: () => Promise<StageShown>;
  /** Resolves when the page waits for the learner or for the content. */
  readonly settled: (patience?: number) => Promise<void>;
  /** @returns why it could not be pressed */
  readonly press: (control: LearnerControl) => Promise<string | undefined>;
  /** @returns why it could not be chosen */
  readonly choose: (title: string) => Promise<string | undefined>;
};

type Looked = {
  readonly buttons: Readonly<Record<string, ControlShown>>;
  readonly entries: readonly EntryShown[];
  readonly stage: StageShown;
};

// The same two steps up from here and from the bundle in .cache/conformance.
const lookScript = readFileSync(new URL('../../test/conformance/sco/look-at-player.js', import.meta.url), 'utf8');

/** Milliseconds that a control is given to become usable. */
const patience = 3000;

export function controlsOn(page: Page): PlayerControls {
  const bar = page.locator('header').first();
  const contents = page.getByRole('navigation', { name: contentsName, exact: true });

  const read = (): Promise<Looked> => page.evaluate<Looked>(lookScript);

  const none: ControlShown = { shown: false, enabled: false };

  /** Opens the panel, and every branch of it that is closed. */
  async function openContents(): Promise<boolean> {
    if (!(await contents.isVisible())) {
      const { buttons } = await read();
      if (buttons[contentsName]?.enabled !== true) return false;
      await bar.getByRole('button', { name: contentsName, exact: true }).click();
      await contents.waitFor({ timeout: patience });
    }
    const closed = contents.locator('button[aria-expanded=false]').filter({ visible: true });
    for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
    return true;
  }

  async function look(): Promise<ControlsShown> {
    const open = await openContents();
    const { buttons, entries } = await read();
    const shown = (name: string): ControlShown => buttons[name] ?? none;
    return {
      continue: shown(names.continue),
      previous: shown(names.previous),
      exit: shown(names.exit),
      suspend: shown(names.suspend),
      contents: shown(contentsName),
      entries: open ? entries : [],
    };
  }

  const stage = async (): Promise<StageShown> => (await read()).stage;

  /** Asks again until the answer is no longer undefined, or patience has run out. */
  async function until<T>(ask: () => Promise<T | undefined>, milliseconds: number): Promise<T | undefined> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined || Date.now() > end) return answer;
      await page.waitForTimeout(40);
    }
  }

  async function settled(milliseconds = 10_000): Promise<void> {
    await until(async () => {
      const { state, busy } = await stage();
      return !busy && !['opening', 'moving', 'offline'].includes(state) ? true : undefined;
    }, milliseconds);
  }

  return {
    look,
    stage,
    settled,
    press: async (control) => {
      const name = names[control];
      const usable = await until(async () => {
        const state = (await read()).buttons[name];
        return state?.enabled === true ? true : undefined;
      }, patience);
      if (usable === undefined) return `the learner cannot press ${name}`;
      await bar.getByRole('button', { name, exact: true }).click({ timeout: patience });
      return undefined;
    },
    choose: async (title) => {
      const wanted = oneLine(title);
      const entry = await until(async () => {
        if (!(await openContents())) return undefined;
        return (await read()).entries.find((one) => one.title === wanted && one.selectable);
      }, patience);
      if (!entry) return `the learner cannot choose ${title} from the contents`;
      await contents
        .getByRole('button')
        .filter({ has: page.locator('.player-part').getByText(wanted, { exact: true }) })
        .first()
        .click({ timeout: patience });
      return undefined;
    },
  };
}
