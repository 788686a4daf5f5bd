Course.start({
  version: '1.2',
  end: { label: 'Finish', heading: 'Thank you', message: 'You can leave the course now.' },
  quiz: {
    passMark: 80,
    questions: [
      {
        id: 'moving_q1',
        type: 'choice',
        prompt: 'What comes first when a move looks risky?',
        options: [
          ['a', 'Reduce the risk with equipment'],
          ['b', 'See whether the move can be avoided'],
          ['c', 'Write a report'],
        ],
        answer: 'b',
        why: 'Avoid, assess, reduce: a move that is not made cannot hurt anyone.',
      },
      {
        id: 'moving_q2',
        type: 'choice',
        prompt: 'What does the I in TILE stand for?',
        options: [
          ['a', 'Individual'],
          ['b', 'Injury'],
          ['c', 'Inspection'],
        ],
        answer: 'a',
        why: 'It asks about the person who does the moving: their training, strength and health.',
      },
      {
        id: 'moving_q3',
        type: 'true-false',
        prompt: 'A load held close to the body strains your back less than one held at arm’s length.',
        answer: true,
        why: 'The further away a load is, the harder your back has to work to hold it.',
      },
      {
        id: 'moving_q4',
        type: 'choice',
        prompt: 'What do you check before using a hoist? Think of the hoist and its sling.',
        options: [
          ['a', 'The date of its last inspection'],
          ['b', 'Its weight limit'],
          ['c', 'The size of the sling'],
          ['d', 'The name of its maker'],
        ],
        answer: ['a', 'b', 'c'],
        why: 'Inspection, weight limit and the right sling keep people safe. The maker’s name does not.',
      },
      {
        id: 'moving_q5',
        type: 'true-false',
        prompt: 'It is fine to help someone up by pulling under their armpits if you are quick.',
        answer: false,
        why: 'It can injure their shoulders and your back, however quick you are.',
      },
    ],
  },
});
