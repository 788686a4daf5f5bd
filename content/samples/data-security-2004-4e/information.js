Course.start({
  version: '2004',
  end: {
    label: 'Continue to the next part',
    request: 'continue',
    heading: 'Part 1 completed',
    message: 'If the next part does not open by itself, choose it from the contents list.',
  },
  checks: {
    information_need: {
      type: 'choice',
      prompt: 'A neighbour is in hospital and her daughter asks you how she is. You could look it up. What do you do?',
      options: [
        ['a', 'Look only at the ward, not at the notes'],
        ['b', 'Say kindly that you cannot look, and how she can ask the ward'],
        ['c', 'Look it up, because the family has asked you'],
      ],
      answer: 'b',
      why: 'You are not involved in her care, so the record is not yours to open. The ward can speak with the family.',
    },
  },
  onComplete(record) {
    record.succeeded();
    record.objective('objective_information', { met: true });
  },
});
