/**
 * Which controls the bar shows, and which of them act now. Hidden by the offering (ELO-6), by the course (ADL
 * presentation, `hideLMSUI`), or because they mean nothing here; what is shown and not valid now is off, not gone.
 */
import type { ContentsEntry, PlayerStart } from '../../runtime/core/protocol';
import type { Controls } from '../../sequencing/core/types';

export type ControlState = 'hidden' | 'off' | 'on';

export type ShownControls = Readonly<Record<'contents' | 'previous' | 'next' | 'save' | 'exit', ControlState>>;

export type ControlsAsked = {
  readonly start: Pick<PlayerStart, 'toolbar' | 'scormVersion'>;
  readonly contents: readonly ContentsEntry[];
  /** Parts that can be launched, visible or not. */
  readonly parts: number;
  readonly controls: Controls;
  /** Of the delivered activity: `hideLMSUI`. */
  readonly hideControls: readonly string[];
  readonly current: string | undefined;
  readonly busy: boolean;
  readonly ended: boolean;
};

/** Decides it; nothing is remembered from one time to the next. */
export function shownControls(asked: ControlsAsked): ShownControls {
  const { start, controls, parts, current, busy } = asked;
  const { toolbar } = start;
  const is12 = start.scormVersion === '1.2';
  const hides = new Set(asked.hideControls);
  const state = (wanted: boolean, control: string, valid: boolean): ControlState =>
    !toolbar.visible || !wanted || hides.has(control) || asked.ended ? 'hidden' : valid && !busy ? 'on' : 'off';
  const choosable = controls.choices.some((choice) => choice !== current);
  return {
    contents: state(toolbar.outline && (parts > 1 || (current === undefined && choosable)), 'contents', true),
    previous: state(toolbar.previous && parts > 1, 'previous', controls.previous),
    next: state(toolbar.next && parts > 1, 'continue', controls.continue),
    // 1.2 knows one way out, which keeps everything; 2004 ends the attempt on the course or suspends it.
    save: state(toolbar.exit && !is12, 'suspendAll', controls.suspend),
    exit: state(toolbar.exit, 'exitAll', true),
  };
}
