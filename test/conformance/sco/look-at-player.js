/* Evaluated in the player's page: what a learner could see and press there. The last expression is the answer. */
(() => {
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const text = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const isOn = (element) => !element.disabled && element.getAttribute('aria-disabled') !== 'true';

  const buttons = {};
  for (const button of document.querySelectorAll('header button'))
    buttons[button.getAttribute('aria-label') ?? text(button)] = {
      shown: isShown(button),
      enabled: isShown(button) && isOn(button),
    };

  const contents = [...document.querySelectorAll('nav')].find((one) => isShown(one));
  const entries = [...(contents?.querySelectorAll('.player-entry') ?? [])].map((entry) => ({
    title: text(entry.querySelector('.player-part')),
    identifier: entry.dataset.identifier,
    selectable: entry.tagName === 'BUTTON' && isOn(entry),
    current: entry.hasAttribute('aria-current'),
  }));

  const stage = document.getElementById('stage');
  const words = ['message', 'notices']
    .map((id) => document.getElementById(id))
    .filter((element) => element && isShown(element))
    .map((element) => element.innerText)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    buttons,
    entries,
    stage: {
      state: stage?.dataset.state ?? 'gone',
      activity: stage?.dataset.activity,
      words,
      busy: document.getElementById('saved')?.getAttribute('aria-busy') === 'true',
    },
  };
})();
