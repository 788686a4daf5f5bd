/** Escape closes a panel from within it and from its button, to which the focus returns. */
export function closeByEscape(panel: HTMLElement, button: HTMLElement, close: () => void): void {
  for (const each of [panel, button])
    each.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || panel.hidden) return;
      close();
      button.focus();
    });
}
