import type { Load } from './children';
import type { Row } from './row';
import type { Stage } from './stage';

/** What a bench is given. */
export type Run = {
  readonly load: Load;
  /** The stage that most benches share; opened at first use. */
  readonly stage: () => Promise<Stage>;
  /** Another one, closed by whoever opens it. */
  readonly openStage: () => Promise<Stage>;
  /** `dist/main.js`. */
  readonly main: string;
  /** Fewer and smaller: for those who work on it. */
  readonly quick: boolean;
  /** A finished row. */
  readonly add: (row: Row) => void;
  /** A line for people, such as why something was left out. */
  readonly say: (sentence: string) => void;
};

export type Bench = { readonly name: string; readonly run: (run: Run) => Promise<void> };
