Course.start({
  version: '2004',
  end: {
    label: 'Continue to the next part',
    request: 'continue',
    heading: 'Part 1 completed',
    message: 'If the next part does not open by itself, choose it from the contents list.',
  },
  checks: {
    chain_routes: {
      type: 'matching',
      objective: 'objective_chain',
      prompt: 'Match each example to its route.',
      sources: [
        ['1', 'A nurse touches a bed rail, then another patient'],
        ['2', 'Someone sneezes close to your face'],
        ['3', 'Measles spreads across a waiting room'],
      ],
      targets: [
        ['a', 'Contact'],
        ['b', 'Droplets'],
        ['c', 'Air'],
      ],
      answer: { 1: 'a', 2: 'b', 3: 'c' },
      why: 'Hands and rails spread by contact, a sneeze at close range by droplets, and measles can stay in the air of a room.',
    },
  },
  onComplete(record) {
    record.succeeded();
    record.objective('objective_chain', { met: true });
  },
});
