// The manifest starts this part with "?setting=ward"; "?setting=home" tells it for a visit at home.
const setting = new URLSearchParams(window.location.search).get('setting');
if (setting === 'home') {
  document.getElementById('scene').textContent =
    'You visit Mr Brown at home. He has slipped down in bed and would like to sit up for lunch. He can lift his head and bend his knees.';
} else if (setting === 'ward') {
  document.getElementById('scene').textContent =
    'On the ward, Mr Brown has slipped down in bed and would like to sit up for lunch. He can lift his head and bend his knees.';
}

Course.start({
  version: '1.2',
  end: { label: 'Finish this part', heading: 'Part 3 completed', message: 'Choose the assessment from the contents list.' },
  checks: {
    practice_plan: {
      type: 'choice',
      objective: 'objective_plan',
      prompt: 'What do you do before touching anything?',
      options: [
        ['a', 'Read his handling plan and ask him what he can do'],
        ['b', 'Fetch three colleagues, to be on the safe side'],
        ['c', 'Raise the head of the bed as far as it goes'],
      ],
      answer: 'a',
      why: 'The plan and the person come first. With the bed raised he would slip further down.',
    },
    practice_move: {
      type: 'choice',
      objective: 'objective_move',
      prompt: 'The plan says he can move himself with a slide sheet. What now?',
      options: [
        ['a', 'Hold him under the arms and pull him up'],
        ['b', 'Take a handful of the bed sheet each and drag him'],
        ['c', 'Raise the bed to your waist, place the slide sheet, and guide him while he pushes with his feet'],
      ],
      answer: 'c',
      why: 'A slide sheet takes away the friction, the bed at waist height protects your back, and he does what he can.',
    },
  },
  onComplete(record, { checks }) {
    for (const part of ['plan', 'move']) {
      const check = checks[`practice_${part}`];
      if (!check) continue; // left out: nothing is known about this objective
      record.objective(`objective_${part}`, { percent: check.right ? 100 : 0, met: check.right });
    }
  },
});
