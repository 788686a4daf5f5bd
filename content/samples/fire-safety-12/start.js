Course.start({
  version: '1.2',
  end: {
    label: 'Finish',
    heading: 'Thank you',
    message: 'You can leave the course now.',
  },
  quiz: {
    passMark: 80,
    questions: [
      {
        id: 'fire_q1',
        type: 'choice',
        prompt: 'Which three things does a fire need?',
        options: [
          ['a', 'Heat, smoke and fuel'],
          ['b', 'Heat, fuel and oxygen'],
          ['c', 'Fuel, oxygen and an open door'],
        ],
        answer: 'b',
        why: 'Heat, fuel and oxygen make the three sides of the triangle. Smoke is what a fire makes, not what it needs.',
      },
      {
        id: 'fire_q2',
        type: 'choice',
        prompt: 'You see smoke coming from a store room. Nobody is inside. What do you do first?',
        options: [
          ['a', 'Raise the alarm at the nearest call point'],
          ['b', 'Open the door to see how big the fire is'],
          ['c', 'Look for the ward manager and ask'],
          ['d', 'Open the windows to let the smoke out'],
        ],
        answer: 'a',
        why: 'Raising the alarm at once gives everyone more time. Opening doors and windows feeds a fire with air.',
      },
      {
        id: 'fire_q3',
        type: 'true-false',
        prompt: 'A fire door may be wedged open while the ward is busy.',
        answer: false,
        why: 'An open fire door lets smoke through. It protects people only when it is shut.',
      },
      {
        id: 'fire_q4',
        type: 'choice',
        prompt: 'People who cannot walk have to be moved away from a fire. Where do they go first?',
        options: [
          ['a', 'Down in the lift to the car park'],
          ['b', 'Down the stairs, carried by two people'],
          ['c', 'Through the next fire doors on the same floor'],
        ],
        answer: 'c',
        why: 'Moving along the same floor, behind the next fire doors, is quickest and safest for most people.',
      },
      {
        id: 'fire_q5',
        type: 'choice',
        prompt: 'Which extinguisher suits a small fire in a computer?',
        options: [
          ['a', 'Water'],
          ['b', 'Carbon dioxide'],
          ['c', 'Any that is within reach'],
        ],
        answer: 'b',
        why: 'Carbon dioxide does not conduct electricity. Water on electrical items can give you a shock.',
      },
    ],
  },
});
