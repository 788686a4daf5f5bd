/**
 * Keeps content from navigating the whole page: old courses do it on their way out, hostile ones to show something
 * else under our address. Uses the Navigation API; in a browser without it the journal is what keeps things safe.
 */
type NavigateEventLike = Event & {
  readonly navigationType: 'push' | 'replace' | 'reload' | 'traverse';
  readonly hashChange: boolean;
  readonly downloadRequest: string | null;
};

/**
 * @param refused content tried to leave
 * @returns opens the door for our own next navigation
 */
export function guardTop(refused: () => void): () => void {
  const navigation = (window as { navigation?: EventTarget }).navigation;
  let open = false;
  navigation?.addEventListener('navigate', (event) => {
    const { navigationType, hashChange, downloadRequest, cancelable } = event as NavigateEventLike;
    if (
      open ||
      hashChange ||
      downloadRequest !== null ||
      !cancelable ||
      navigationType === 'reload' ||
      navigationType === 'traverse'
    )
      return;
    event.preventDefault();
    refused();
  });
  return () => {
    open = true;
  };
}
