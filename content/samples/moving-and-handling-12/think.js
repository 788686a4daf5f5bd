Course.start({
  version: '1.2',
  end: { label: 'Finish this part', heading: 'Part 2 completed', message: 'Choose the next part from the contents list.' },
  checks: {
    think_c1: {
      type: 'matching',
      prompt: 'Match each question to its letter of TILE.',
      sources: [
        ['1', 'Is the floor wet?'],
        ['2', 'Have I been trained for this hoist?'],
        ['3', 'How heavy is it?'],
        ['4', 'Will I have to twist?'],
      ],
      targets: [
        ['t', 'Task'],
        ['i', 'Individual'],
        ['l', 'Load'],
        ['e', 'Environment'],
      ],
      answer: { 1: 'e', 2: 'i', 3: 'l', 4: 't' },
      why: 'The floor is the environment, training is about the individual, weight is about the load, and twisting comes from the task.',
    },
  },
});
