/** What a page does better with a script; every page works without it. */

/** A banner or an error summary is where a keyboard user should go on reading. */
function focusWhatMatters(): void {
  const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector);
  (find('.nhsuk-error-summary[data-focus]') ?? find('[data-focus]'))?.focus();
}

/** A button pressed twice sends its form once. */
function sendOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
    if (form.dataset['sent'] === 'yes') event.preventDefault();
    form.dataset['sent'] = 'yes';
  });
  // Back from the page after: the form may be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset['sent'];
  });
}

focusWhatMatters();
sendOnce();
