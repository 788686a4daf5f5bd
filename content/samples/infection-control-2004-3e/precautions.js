Course.start({
  version: '2004',
  end: {
    label: 'Continue to the next part',
    request: 'continue',
    heading: 'Part 2 completed',
    message: 'If the next part does not open by itself, choose it from the contents list.',
  },
  checks: {
    precautions_gloves: {
      type: 'true-false',
      objective: 'objective_precautions',
      prompt: 'If you wear gloves you do not need to clean your hands.',
      answer: false,
      why: 'Hands are cleaned before gloves go on and after they come off.',
    },
  },
  onComplete(record) {
    record.succeeded();
    record.objective('objective_precautions', { met: true });
  },
});
