Course.start({
  version: '2004',
  end: {
    label: 'Finish',
    request: 'exitAll',
    heading: 'Thank you',
    message: 'You can leave the course now.',
  },
  // The other parts write their aims into objectives that are shared by the whole course;
  // this part reads them, to say what is still open. It stands in nobody's way.
  onReady(record) {
    if (!record.start.present) return;
    const parts = {
      objective_information_read: 'Information about people',
      objective_everyday_read: 'Everyday security',
      objective_report_read: 'When something goes wrong',
    };
    const known = Object.keys(parts).filter((id) => record.objectiveSuccess(id) !== '');
    if (known.length === 0) return;
    const open = known.filter((id) => record.objectiveSuccess(id) !== 'passed');
    document.getElementById('parts').textContent =
      open.length === 0
        ? 'You have completed the other three parts. Well done.'
        : `Still open: ${open.map((id) => parts[id]).join(', ')}. You may do them first or afterwards.`;
  },
  quiz: {
    passMark: 80,
    objective: 'objective_quiz',
    questions: [
      {
        id: 'data_q1',
        type: 'choice',
        objective: 'objective_quiz',
        prompt: 'Which records may you open?',
        options: [
          ['a', 'Any that the system lets you open'],
          ['b', 'Those you need for your work with that person'],
          ['c', 'Your own and those of your family'],
        ],
        answer: 'b',
        why: 'Need to know is the test, not whether the system lets you.',
      },
      {
        id: 'data_q2',
        type: 'choice',
        objective: 'objective_quiz',
        prompt: 'Which of these should make you suspicious of a message?',
        options: [
          ['a', 'It says your account closes today unless you act'],
          ['b', 'It asks you to confirm your password'],
          ['c', 'It has a spelling you would use yourself'],
          ['d', 'It has a file attached that you did not expect'],
        ],
        answer: ['a', 'b', 'd'],
        why: 'Hurry, passwords and unexpected files are the usual signs.',
      },
      {
        id: 'data_q3',
        type: 'true-false',
        objective: 'objective_quiz',
        prompt: 'If you step away for a moment you should lock your screen.',
        answer: true,
        why: 'A moment is enough for someone else to read or write in your name.',
      },
      {
        id: 'data_q4',
        type: 'choice',
        objective: 'objective_quiz',
        prompt: 'You sent a letter to the wrong patient. What do you do?',
        options: [
          ['a', 'Report it straight away'],
          ['b', 'Wait and see whether anyone complains'],
          ['c', 'Write to the patient and ask them to keep it secret'],
        ],
        answer: 'a',
        why: 'A quick report lets others put it right, and tell those who need to know in time.',
      },
      {
        id: 'data_q5',
        type: 'numeric',
        objective: 'objective_quiz',
        prompt: 'Within how many hours must some incidents be reported to the regulator?',
        label: 'Hours',
        answer: 72,
        why: '72 hours from when the organisation becomes aware of it. So tell someone at once.',
      },
    ],
  },
});
