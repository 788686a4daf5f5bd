export type PageEvents = {
  /** Writes down what content has set and not committed. */
  readonly keep: () => void;
  /** The page goes; content may still speak in its own `pagehide`. */
  readonly leave: () => void;
  /** The page is hidden, and may be gone without another word. */
  readonly hidden: () => void;
  readonly shown: () => void;
  readonly online: () => void;
  readonly reload: () => void;
};

/** What happens to the page as a whole. */
export function watchPage({ keep, leave, hidden, shown, online, reload }: PageEvents): void {
  // `pagehide` of the page may come before that of the content, whose last calls are then sent one by one.
  window.addEventListener('pagehide', () => {
    keep();
    leave();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      shown();
      return;
    }
    keep();
    hidden();
  });
  // Out of the browser's memory: the session may have moved on, so begin anew.
  window.addEventListener('pageshow', (event) => event.persisted && reload());
  window.addEventListener('online', online);
}
