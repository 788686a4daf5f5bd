Course.start({
  version: '2004',
  end: {
    label: 'Continue to the next part',
    request: 'continue',
    heading: 'Part 2 completed',
    message: 'If the next part does not open by itself, choose it from the contents list.',
  },
  checks: {
    everyday_share: {
      type: 'true-false',
      prompt: 'It is all right to lend a new colleague your sign-in until theirs arrives.',
      answer: false,
      why: 'Whatever is done with your sign-in is done in your name. Ask for a quick temporary account instead.',
    },
  },
  onComplete(record) {
    record.succeeded();
    record.objective('objective_everyday', { met: true });
  },
});
