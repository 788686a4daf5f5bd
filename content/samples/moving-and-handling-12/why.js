Course.start({
  version: '1.2',
  end: { label: 'Finish this part', heading: 'Part 1 completed', message: 'Choose the next part from the contents list.' },
  checks: {
    why_c1: {
      type: 'choice',
      prompt: 'A heavy box of paper has been left at reception. What do you think of first?',
      options: [
        ['a', 'How to lift it in one go'],
        ['b', 'Whether it needs to be carried at all'],
        ['c', 'Who is the strongest in the team'],
      ],
      answer: 'b',
      why: 'Avoiding comes first: a trolley, or a delivery to the right room, means nobody has to lift it.',
    },
  },
});
